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


class FigureKind(TextChoices):
    """What a figure counts; its unit goes with it (euros for those of ``IN_EUROS``)."""

    INSERTION_STAFF = "salaries-insertion", _("Employees in insertion")
    INSERTION_FTE = "etp-insertion", _("Full-time equivalents in insertion")
    DISABLED_STAFF = "travailleurs-handicapes", _("Workers with a disability")
    PERMANENT_STAFF = "permanents", _("Permanent employees")
    SUPPORTED = "personnes-accompagnees", _("People supported in the year")
    CLAUSE_HOURS = "heures-clauses", _("Insertion hours followed in the year")
    CLAUSE_CONTRACTS = "marches-clauses", _("Contracts with a clause in the year")
    PURCHASES = "achats", _("Purchases in the year")
    TURNOVER = "chiffre-affaires", _("Turnover of the year")


IN_EUROS = frozenset({FigureKind.PURCHASES, FigureKind.TURNOVER})


class LegalBasis(TextChoices):
    """Why the data of a person may be kept (GDPR, article 6)."""

    CONSENT = "consentement", _("Consent of the person")
    PUBLIC_TASK = "mission-interet-public", _("Task in the public interest")
    INTEREST = "interet-legitime", _("Legitimate interest")


class Showable(TextChoices):
    """What may be shown of a person, each agreed to by itself."""

    NAME = "nom", _("The name")
    EMAIL = "courriel", _("The e-mail address")
    PHONE = "telephone", _("The telephone number")


class CoverageState(TextChoices):
    """What is known of a territory; one without any row is not known."""

    COVERED = "couvert", _("Covered by this body")
    NOBODY = "personne", _("Nobody: this body confirms it")
    UNKNOWN = "inconnu", _("Not known yet: a body works on it")


class CoverageRole(TextChoices):
    LEAD = "pilote", _("Lead facilitator")
    MEMBER = "membre", _("Takes part")


class Need(TextChoices):
    """What a territory may lack."""

    FACILITATOR = "facilitateur", _("Facilitator of social clauses")
    STRUCTURES = "structures", _("Structure that can do the work")
    SESSIONS = "formations", _("Course date")


class GapKind(TextChoices):
    """What a body may confirm to be missing, besides facilitators (see ``Coverage``)."""

    STRUCTURES = Need.STRUCTURES.value, _("No structure for this sector")
    SESSIONS = Need.SESSIONS.value, _("No course date")


class ZoneState(TextChoices):
    """What is known of a territory, for one need; in this order on every page."""

    COVERED = "couvert", _("Covered")
    NOBODY = "personne", _("Nobody, confirmed")
    UNKNOWN = "inconnu", _("Not known")
