from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ForWhom(TextChoices):
    """Two offers that are never mixed."""

    PROFESSIONALS = "professionnels", _("For professionals")
    PEOPLE = "parcours", _("For people on a path to work")


class Level(TextChoices):
    STARTER = "initiation", _("First steps")
    FURTHER = "approfondissement", _("Going further")
    EXPERT = "expertise", _("Expertise")


class Modality(TextChoices):
    ON_SITE = "presentiel", _("On site")
    REMOTE = "distance", _("Remote")
    HYBRID = "hybride", _("On site and remote")


class SeatState(TextChoices):
    UNKNOWN = "unknown", _("Ask the provider")
    OPEN = "open", _("Seats available")
    FEW = "few", _("Last seats")
    FULL = "full", _("Full")


class SessionStatus(TextChoices):
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Registration open")
    FULL = "full", _("Full")
    MOVED = "moved", _("Moved to another date")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Held")


NOT_TAKING_PLACE = frozenset({SessionStatus.CANCELLED, SessionStatus.HELD})
