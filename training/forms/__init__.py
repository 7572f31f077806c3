"""Forms of the admin's screens of sessions."""

from training.forms.announcing import AnnounceForm, DatesForm
from training.forms.sessions import CancelForm, SessionForm

__all__ = ["AnnounceForm", "CancelForm", "DatesForm", "SessionForm"]
