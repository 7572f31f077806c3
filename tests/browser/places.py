"""Where the suite goes: one address for each template and each state of the search."""

from datetime import date

SHEETS = {
    "practice": "/fr/pratiques/soissons-guichet-unique/",
    "practice with hours": "/fr/pratiques/beauvais-npnru/",
    "lever": "/fr/leviers/poei/",
    "guidance": "/fr/cadre-de-reference/clause-sociale-obligatoire/",
    "guidance with a twin": "/fr/cadre-de-reference/esat-repondre-seul/",
    "talking points": "/fr/cadre-de-reference/repere-elus/",
    "role": "/fr/cadre-de-reference/facilitateur/",
    "tool": "/fr/outils/recueil-ave/",
    "course": "/fr/formations/module-calibrer-rediger/",
    "actor": "/fr/annuaire/ca-grandsoissons/",
}
INDEXES = {
    "framework": "/fr/cadre-de-reference/",
    "tools": "/fr/outils/",
    "levers": "/fr/leviers/",
    "practices": "/fr/pratiques/",
    "courses": "/fr/formations/",
    "directory": "/fr/annuaire/",
}
PAGES = {
    "home": "/fr/",
    "about": "/fr/a-propos/",
    "accessibility": "/fr/accessibilite/",
    "my facilitator": "/fr/mon-facilitateur/",
    "my facilitator at a commune": "/fr/mon-facilitateur/?commune=02381",
    "my facilitator, several communes": "/fr/mon-facilitateur/?commune=Saint",
    "territories": "/fr/territoires/",
    "a commune": "/fr/territoires/commune-02408/",
    "an intermunicipality": "/fr/territoires/epci-200043495/",
    "a département": "/fr/territoires/departement-02/",
    "white zones": "/fr/zones-blanches/",
    "white zones, structures": "/fr/zones-blanches/?manque=structures&territoire=departement-02",
    "glossary": "/fr/glossaire/",
    "site map": "/fr/plan-du-site/",
    "role matrix": "/fr/qui-fait-quoi/",
    "two actors": "/fr/qui-fait-quoi/?a=acheteur&b=siae",
    "not found": "/fr/nulle-part/",
}
SEARCH = "/fr/recherche/"
FAILING = "/fr/en-panne/"  # only in this suite: see failing.py
SEARCHES = {
    "everything": SEARCH,
    "many results": f"{SEARCH}?q=insertion",
    "second page": f"{SEARCH}?q=insertion&page=2",
    "one result": f"{SEARCH}?q=guichet+unique+Soissons&type=pratique",
    "no result": f"{SEARCH}?q=zzyxqw",
    "no result, filters to drop": f"{SEARCH}?q=Laon&type=levier",
    "filters": f"{SEARCH}?type=fiche&theme=preparation&territoire=departement-02",
    "spelling note": f"{SEARCH}?q=netoyage+insersion",
    "ignored values note": f"{SEARCH}?q=clause&theme=inconnu&page=999",
    "a place to choose": f"{SEARCH}?lieu=Saint",
}
DIRECTORY = INDEXES["directory"]
DIRECTORIES = {
    "near a commune": f"{DIRECTORY}?q=espaces+verts&pres=62400",
    "near a place to choose": f"{DIRECTORY}?pres=Saint",
    "organisations of an area": f"{DIRECTORY}?territoire=epci-200072460&structure=ei",
    "no organisation": f"{DIRECTORY}?q=zzyxqw&pres=Laon",
}
AGENDA = "/fr/agenda/"
AGENDAS = {
    "dates": AGENDA,
    "dates of a month": f"{AGENDA}{date.today():%Y-%m}/",
    "dates of the other offer": f"{AGENDA}?offre=parcours",
    "dates of a territory": f"{AGENDA}?territoire=departement-02",
}
EVERYWHERE = PAGES | INDEXES | SHEETS | SEARCHES | DIRECTORIES | AGENDAS

# Six templates that share little, for what cannot be tried on each.
SIX = {
    "home": PAGES["home"],
    "guidance": SHEETS["guidance"],
    "practice": SHEETS["practice"],
    "role matrix": PAGES["role matrix"],
    "glossary": PAGES["glossary"],
    "many results": SEARCHES["many results"],
}
OTHER_LANGUAGES = {
    "English home": "/en/",
    "English sheet": "/en/reference-framework/clause-sociale-obligatoire/",
    "English results": "/en/search/?q=clause",
    "English role matrix": "/en/who-does-what/",
    "Dutch results": "/nl/zoeken/?q=clause",
    "easy-to-read sheet": "/fr-x-falc/cadre-de-reference/esat-repondre-seul/",
}
