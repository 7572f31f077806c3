"""Choices that people and scripts rely on: their values are in the interfaces."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Trust(TextChoices):
    """Who stands behind the content of a page, best first."""

    STATE = "etat", _("Read by the State's team")
    NETWORK = "reseau", _("Read by a network")
    CONTRIBUTED = "contribue", _("Contributed")
    UNREAD = "a-relire", _("To be read by a jurist")


class TerritoryLevel(TextChoices):
    REGION = "region", _("Region")
    DEPARTEMENT = "departement", _("Département")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")
    EPCI = "epci", _("Intermunicipality")
    EMPLOYMENT_ZONE = "zone-emploi", _("Employment zone")
    COMMUNE = "commune", _("Commune")
    PERIMETER = "perimetre", _("Perimeter")
    COUNTRY = "pays", _("Whole country")


class StructureKind(TextChoices):
    """What an organisation is; one SIRET may be several of them."""

    ACI = "aci", _("Insertion workshop (ACI)")
    AI = "ai", _("Intermediary association (AI)")
    EI = "ei", _("Insertion company (EI)")
    ETTI = "etti", _("Temporary work insertion company (ETTI)")
    EITI = "eiti", _("Insertion company for self-employed work (EITI)")
    GEIQ = "geiq", _("Employers' group for insertion (GEIQ)")
    REGIE = "regie", _("Neighbourhood or territory company (régie)")
    EA = "ea", _("Adapted company (EA)")
    EATT = "eatt", _("Adapted temporary work company (EATT)")
    ESAT = "esat", _("Supported work establishment (ESAT)")
    ESS = "ess", _("Company of the social economy")
    EBE = "ebe", _("Job-purpose company (EBE)")
    TIH = "tih", _("Self-employed worker with a disability (TIH)")
    SEP = "sep", _("Production in prison (SEP)")
    COMPANY = "entreprise", _("Ordinary company")
    FACILITATOR = "facilitateur", _("Body that carries facilitators")
    COORDINATION = "coordination", _("Regional coordination")
    BUYER = "acheteur", _("Public buyer")
    PRESCRIBER = "prescripteur", _("Prescriber")
    TRAINING_PROVIDER = "organisme-formation", _("Training provider")
    FUNDER = "opco-financeur", _("OPCO or funder")
    NETWORK_HEAD = "tete-de-reseau", _("Network head")
    STATE = "etat", _("State service")
    OTHER = "autre", _("Other")


class PublicNature(TextChoices):
    CRITERION = "criterion", _("Eligibility criterion")
    OBSERVED = "observed", _("Group observed in figures")
