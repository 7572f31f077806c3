"""Choices of the knowledge base; values as in the interfaces."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Vehicle(TextChoices):
    """How a contract carries the social aim."""

    CONDITION = "condition-execution", _("Performance condition (clause)")
    CRITERION = "critere", _("Award criterion")
    RESERVED_CONTRACT = "marche-reserve", _("Reserved contract")
    RESERVED_LOT = "lot-reserve", _("Reserved lot")
    INSERTION_CONTRACT = "marche-insertion", _("Insertion contract")
    SMALL_PURCHASE = "petit-achat", _("Small purchase without competition")


class BuyerKind(TextChoices):
    STATE = "etat", _("State")
    REGION = "region", _("Region")
    DEPARTEMENT = "departement", _("Département")
    EPCI = "epci", _("Intermunicipality")
    COMMUNE = "commune", _("Commune")
    LANDLORD = "bailleur", _("Social landlord")
    HEALTH = "sante", _("Health")
    OTHER = "autre", _("Other")


class ContractKind(TextChoices):
    CONTRACT = "marche", _("Contract")
    FRAMEWORK = "accord-cadre", _("Framework agreement")
    CONCESSION = "concession", _("Concession")


class AmountBand(TextChoices):
    """Amounts excluding tax, cut where the procedures change."""

    UNDER_60K = "moins-60k", _("Under €60,000")
    UNDER_216K = "60k-216k", _("€60,000 to €216,000")
    UNDER_1M = "216k-1m", _("€216,000 to €1 million")
    UNDER_5M = "1m-5m", _("€1 million to €5.4 million")
    ABOVE_5M = "plus-5m", _("Over €5.4 million")


class LeverNature(TextChoices):
    GRANT = "subvention", _("Grant")
    SUBSIDISED_JOB = "poste-aide", _("Subsidised job")
    HIRING_AID = "aide-embauche", _("Hiring aid")
    TRAINING = "formation", _("Training")
    IMMERSION = "immersion", _("Immersion at work")
    SUPPORT = "accompagnement", _("Support of people")
    OBSTACLES = "levee-de-freins", _("Lifting obstacles")
    ENGINEERING = "ingenierie", _("Engineering")
    EXEMPTION = "exoneration", _("Exemption")
    LOAN = "pret", _("Loan")
    NETWORK = "reseau", _("Network")


class LeverStatus(TextChoices):
    """What is stored; "closing soon" is derived from the closing date when shown."""

    OPEN = "ouvert", _("Open")
    CLOSED = "ferme", _("Closed")
    SUSPENDED = "suspendu", _("Suspended")
    TO_VERIFY = "a-verifier", _("To be verified")


class FunderRole(TextChoices):
    PAYS = "finance", _("pays")
    HANDLES = "instruit", _("handles the request")


class PathStage(TextChoices):
    """Where a person stands on the way to work."""

    BEFORE = "avant", _("Before hiring")
    HIRING = "recrutement", _("At hiring")
    DURING = "pendant", _("During the contract")
    AFTER = "sortie", _("On leaving")


class AmountUnit(TextChoices):
    EURO = "eur", _("€")
    EURO_HOUR = "eur-heure", _("€ per hour")
    EURO_MONTH = "eur-mois", _("€ per month")
    EURO_YEAR = "eur-an", _("€ per year")
    MILLION = "meur", _("million €")
    PERCENT = "pourcent", _("%")
    CONTRACTS = "contrats", _("contracts")
    DAYS = "jours", _("days")


class Verdict(TextChoices):
    """Whether two levers add up; what has no source reads "not verified"."""

    COMPATIBLE = "compatible", _("Adds up")
    CONDITIONAL = "conditional", _("Adds up under conditions")
    EXCLUDED = "excluded", _("Does not add up")
    UNVERIFIED = "unverified", _("Not verified")


class GuidanceFormat(TextChoices):
    SHEET = "fiche", _("Sheet")
    CHECKLIST = "checklist", _("Checklist")
    TALKING_POINTS = "repere", _("Talking points")


class ToolKind(TextChoices):
    TEMPLATE = "modele", _("Template")
    SHEET = "fiche", _("Sheet")
    GUIDE = "guide", _("Guide")
    SITE = "site", _("Website")
    SOFTWARE = "logiciel", _("Software")
    FORM = "formulaire", _("Form")


class RoleKind(TextChoices):
    """The columns of the role matrix, in their order."""

    FACILITATOR = "facilitateur", _("Facilitator")
    COORDINATION = "coordination", _("Lead facilitator and regional coordination")
    BUYER = "acheteur", _("Buyer")
    PROJECT_MANAGER = "maitre-oeuvre", _("Project manager (maître d'œuvre)")
    HOLDER = "titulaire", _("Contract holder")
    PRESCRIBER = "prescripteur", _("Prescriber")
    SIAE = "siae", _("SIAE")
    EA_ESAT = "ea-esat", _("EA and ESAT")
    NETWORK_HEAD = "tete-de-reseau", _("Network head")
    STATE = "etat-departement", _("Département and State services")
