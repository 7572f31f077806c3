"""Which kinds of organisation a word of a table means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils import translation

from portal.core.choosing import fold
from portal.core.enums import StructureKind

_SEPARATORS = re.compile(r"\s*(?:[,;/|+&]|\bet\b)\s*")


@dataclass(frozen=True)
class Meaning:
    """Kinds, and the networks of data·inclusion that the same word tells."""

    kinds: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()


# Words of public files that are not a value or a label of ours, folded.
_ALSO: dict[str, tuple[StructureKind, tuple[str, ...]]] = {
    "chantier d insertion": (StructureKind.ACI, ()),
    "atelier chantier d insertion": (StructureKind.ACI, ()),
    "ateliers et chantiers d insertion": (StructureKind.ACI, ()),
    "association intermediaire": (StructureKind.AI, ()),
    "entreprise d insertion": (StructureKind.EI, ()),
    "entreprise de travail temporaire d insertion": (StructureKind.ETTI, ()),
    "entreprise temporaire de travail d insertion": (StructureKind.ETTI, ()),
    "entreprise d insertion par le travail independant": (StructureKind.EITI, ()),
    "groupement d employeurs pour l insertion et la qualification": (
        StructureKind.GEIQ,
        (),
    ),
    "regie de quartier": (StructureKind.REGIE, ()),
    "regie de territoire": (StructureKind.REGIE, ()),
    "rq": (StructureKind.REGIE, ()),
    "entreprise adaptee": (StructureKind.EA, ()),
    "entreprise adaptee de travail temporaire": (StructureKind.EATT, ()),
    "etablissement et service d aide par le travail": (StructureKind.ESAT, ()),
    "etablissement et service d accompagnement par le travail": (
        StructureKind.ESAT,
        (),
    ),
    "entreprise a but d emploi": (StructureKind.EBE, ()),
    "opcs": (StructureKind.FACILITATOR, ()),
    "organisme porteur de la clause sociale": (StructureKind.FACILITATOR, ()),
    "structure porteuse de la clause": (StructureKind.FACILITATOR, ()),
    "facilitateur de clauses sociales": (StructureKind.FACILITATOR, ()),
    "of": (StructureKind.TRAINING_PROVIDER, ()),
    "organisme de formation": (StructureKind.TRAINING_PROVIDER, ()),
    "opco": (StructureKind.FUNDER, ()),
    "ft": (StructureKind.PRESCRIBER, ("france-travail",)),
    "france travail": (StructureKind.PRESCRIBER, ("france-travail",)),
    "pole emploi": (StructureKind.PRESCRIBER, ("france-travail",)),
    "ml": (StructureKind.PRESCRIBER, ("mission-locale",)),
    "mission locale": (StructureKind.PRESCRIBER, ("mission-locale",)),
    "cap emploi": (StructureKind.PRESCRIBER, ("cap-emploi-reseau-cheops",)),
    **{
        word: (StructureKind.PRESCRIBER, (carrier,))
        for word, carrier in (
            ("plie", "plie"),
            ("ccas", "ccas-cias"),
            ("cidff", "cidff"),
            ("chrs", "chrs"),
            ("e2c", "ecoles-de-la-deuxieme-chance"),
            ("epide", "epide"),
            ("pjj", "pjj"),
            ("siao", "siao"),
            ("spip", "spip"),
        )
    },
}
# In a name they say what the organisation is; shorter ones may say something else.
_IN_NAMES = frozenset({"geiq", "esat", "etti", "eatt", "eiti"})


@cache
def _meanings() -> dict[str, Meaning]:
    found = {
        words: Meaning((kind.value,), carriers)
        for words, (kind, carriers) in _ALSO.items()
    }
    for kind in StructureKind:
        found[fold(kind.value)] = Meaning((kind.value,))
        for language in ("fr", "en"):
            with translation.override(language):
                found.setdefault(fold(str(kind.label)), Meaning((kind.value,)))
    return found


def kinds_meant(*texts: str) -> tuple[Meaning, list[str]]:
    """What the first of ``texts`` that says something means, and the words of it that
    mean nothing; of the others nothing is asked."""
    unknown: list[str] = []
    for text in texts:
        if not text:
            continue
        whole = _meanings().get(fold(text))
        parts = [part for part in _SEPARATORS.split(text) if part]
        found = [whole] if whole else [_meanings().get(fold(part)) for part in parts]
        known = [meaning for meaning in found if meaning]
        if known:
            left = [] if whole else _left(parts)
            return _joined(known), left
        unknown = unknown or parts
    return Meaning(), unknown


def kinds_in_name(*names: str) -> Meaning:
    """What a name says by itself ("GEIQ …"), for tables that tell no kind."""
    for name in names:
        for word in fold(name).split():
            if word in _IN_NAMES:
                return _meanings()[word]
    return Meaning()


def _left(parts: list[str]) -> list[str]:
    return [part for part in parts if fold(part) not in _meanings()]


def _joined(meanings: Iterable[Meaning]) -> Meaning:
    kinds: dict[str, None] = {}
    carriers: dict[str, None] = {}
    for meaning in meanings:
        kinds.update(dict.fromkeys(meaning.kinds))
        carriers.update(dict.fromkeys(meaning.carriers))
    return Meaning(tuple(kinds), tuple(carriers))
