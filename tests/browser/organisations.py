"""Invented organisations of the suite, imported as a network would do it."""

from pathlib import Path

NEARBY = "Les Jardins d’exemple"
ROWS = f"""nom;type;code_postal;ville;code_insee;latitude;longitude;activites
{NEARBY};EI;62400;Béthune;62119;50.5306;2.6408;Espaces verts et milieux naturels
L’Atelier d’exemple;ESAT;62300;Lens;62498;50.4311;2.8322;
Les Chantiers d’exemple;ACI;02000;Laon;02408;49.5641;3.6199;Espaces verts et milieux naturels
"""


def write_organisations(folder: Path) -> Path:
    path = folder / "organisations.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path
