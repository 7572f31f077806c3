"""What a table may tell of an organisation, and the headings that it usually has."""

from django.utils.translation import gettext_lazy as _

from portal.core.imports.columns import Column, Columns

COLUMNS = Columns(
    Column(
        "name",
        _("Registered name"),
        (
            "raison_sociale",
            "nom",
            "denomination",
            "dénomination sociale",
            "nom de la structure",
            "nom structure",
            "nom de l'organisme",
            "libellé structure",
            "structure",
            "organisme",
            "nom complet",
        ),
        group="name",
    ),
    Column(
        "trade_name",
        _("Trade name"),
        ("enseigne", "nom commercial", "nom usuel", "nom d'usage", "marque"),
        group="name",
    ),
    Column(
        "type",
        _("Kind"),
        (
            "type",
            "type de structure",
            "type structure",
            "typologie",
            "kind",
            "catégorie",
            "nature",
            "types",
        ),
    ),
    Column("type_label", _("Kind in full"), ("libelle_type", "libellé du type")),
    Column(
        "siret",
        _("SIRET"),
        ("siret", "n° siret", "numéro siret", "no siret", "siret établissement"),
    ),
    Column("siren", _("SIREN"), ("siren", "n° siren", "numéro siren")),
    Column(
        "parent",
        _("Organisation that it is a branch of"),
        ("antenne_de", "antenne de", "siège", "structure mère", "rattachement"),
    ),
    Column(
        "address",
        _("Address"),
        ("adresse", "adresse 1", "adresse postale", "rue", "voie"),
    ),
    Column(
        "address_more",
        _("Rest of the address"),
        ("complement", "complément d'adresse", "complement_adresse", "adresse 2"),
    ),
    Column("postcode", _("Postcode"), ("code_postal", "cp", "code post")),
    Column(
        "commune",
        _("Commune"),
        ("ville", "commune", "localité", "nom commune", "city"),
    ),
    Column(
        "insee",
        _("Insee code of the commune"),
        ("code_insee", "code commune", "insee", "code insee commune", "citycode"),
    ),
    Column("latitude", _("Latitude"), ("latitude", "lat", "y")),
    Column("longitude", _("Longitude"), ("longitude", "lon", "lng", "long", "x")),
    Column(
        "website",
        _("Website"),
        ("site_web", "site internet", "site", "url", "website", "site web"),
    ),
    Column(
        "email",
        _("E-mail"),
        ("courriel", "email", "e-mail", "mail", "adresse mail", "mél"),
    ),
    Column(
        "phone",
        _("Telephone"),
        ("telephone", "tél", "tel", "téléphone fixe", "phone"),
    ),
    Column(
        "description",
        _("Description"),
        ("description", "présentation", "présentation détaillée", "objet"),
    ),
    Column(
        "sectors",
        _("Purchasing sectors"),
        (
            "secteurs",
            "secteur",
            "secteurs d'activité",
            "secteur d'activité",
            "activités",
            "activité",
            "domaines",
        ),
    ),
    Column(
        "areas",
        _("Where it works"),
        (
            "zone d'intervention",
            "zones d'intervention",
            "territoires",
            "territoire",
            "périmètre",
            "zone de chalandise",
        ),
    ),
    Column(
        "networks",
        _("Networks"),
        ("reseaux_porteurs", "réseaux", "réseau", "tête de réseau"),
    ),
    Column(
        "opening",
        _("When it is open"),
        ("horaires", "horaires d'ouverture", "horaires_accueil", "horaires d'accueil"),
    ),
    Column("source", _("Source"), ("source", "source_label", "provenance")),
)
