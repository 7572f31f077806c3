"""Who may see and change a session: those who may on the page of its course."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from portal.core.row_rights import RowPolicy, editable_sources, may_change_rows
from training.models import Session, TrainingPage

may_change = may_change_rows
policy = RowPolicy(Session, "course")


def courses_of(user: AbstractBaseUser) -> QuerySet[TrainingPage]:
    """The courses whose page ``user`` may edit, in the language they are written in."""
    return editable_sources(user, TrainingPage)
