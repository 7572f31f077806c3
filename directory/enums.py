from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ServiceMode(TextChoices):
    """How a structure works for a client."""

    SERVICE = "prestation", _("Service")
    STAFF = "mise-a-disposition", _("Staff made available")
    GOODS = "fabrication", _("Production of goods")


class Openness(TextChoices):
    """Whether a structure answers with others; empty when nobody said."""

    YES = "oui", _("Open to co-contracting or subcontracting")
    NO = "non", _("Works alone")
