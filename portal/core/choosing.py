"""What the editor's search fields offer: a few rows for what was typed so far."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from anyascii import anyascii
from django.db.models import Model
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import get_language

from portal.core import models
from portal.core.enums import TerritoryLevel
from portal.core.stamps import TERRITORIES, Remembered

SHOWN = 30
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Choice:
    """One row that can be chosen; ``words`` is what it is found by, folded."""

    pk: int
    label: str
    hint: str = ""
    words: str = ""
    rank: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where choices come from: ``search`` for what is typed, ``describe`` for what was
    chosen before."""

    search: Callable[[str], Iterable[Choice]]
    describe: Callable[[Iterable[Model]], Iterable[Choice]]


_sources: dict[type[Model], Source] = {}


def register(model: type[Model], source: Source) -> None:
    """Say how rows of ``model`` are offered; each app registers its own."""
    _sources[model] = source


def source_of(model: type[Model]) -> Source:
    """How rows of ``model`` are offered; ``KeyError`` when nobody said."""
    return _sources[model]


def fold(text: str) -> str:
    """Lower case without accents, words separated by one space."""
    kept = "".join(c if c.isalnum() else " " for c in anyascii(text).lower())
    return " ".join(kept.split())


def matching(choices: Iterable[Choice], query: str) -> list[Choice]:
    """The choices where each word typed begins a word, the closest first."""
    folded = fold(query)
    typed = folded.split()

    def fits(choice: Choice) -> bool:
        words = choice.words.split()
        return all(any(word.startswith(part) for word in words) for part in typed)

    def closeness(choice: Choice) -> tuple[object, ...]:
        label = fold(choice.label)
        return (label != folded, not label.startswith(folded), choice.rank)

    found = [choice for choice in choices if fits(choice)]
    # Without a word to come close to, the editors' order stands.
    return sorted(found, key=closeness) if typed else found


def answer(request: HttpRequest, app_label: str, model_name: str) -> JsonResponse:
    """The choices for ``?q=``, for the editor's script."""
    model = next(
        (m for m in _sources if m._meta.label_lower == f"{app_label}.{model_name}"),
        None,
    )
    if model is None:
        raise Http404
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY]
    level = request.GET.get("level", "")
    found = list(_sources[model].search(query))
    if level and model is models.Territory:
        found = [choice for choice in found if choice.rank[0] == _rank_of(level)]
    return JsonResponse(
        {
            "choices": [
                {"id": choice.pk, "label": choice.label, "hint": choice.hint}
                for choice in found[:SHOWN]
            ],
            "more": max(0, len(found) - SHOWN),
        }
    )


# Vocabularies: short enough to be read at each question.


def _entry_choices(entries: Iterable[models.Vocabulary]) -> Iterator[Choice]:
    for entry in entries:
        parent = getattr(entry, "parent", None)
        label = f"{parent} › {entry}" if parent else str(entry)
        code = getattr(entry, "code", "")
        yield Choice(entry.pk, label, code, fold(f"{label} {code} {entry.slug}"))


def _search_entries(model: type[models.Vocabulary], query: str) -> list[Choice]:
    entries = model.objects.all()
    if hasattr(model, "parent"):
        entries = entries.select_related("parent")
    return matching(_entry_choices(entries), query)


def _legal_choices(rows: Iterable[models.LegalReference]) -> Iterator[Choice]:
    for row in rows:
        words = fold(f"{row.article} {row.code} {row.title}")
        # « L. 2112-2 » is also typed « L2112-2 ».
        joined = fold(row.article.replace(". ", "").replace(".", ""))
        yield Choice(row.pk, str(row), row.code, f"{words} {joined}")


# Territories: thousands, kept in memory until one of them changes.

LEVELS = [
    TerritoryLevel.COUNTRY,
    TerritoryLevel.REGION,
    TerritoryLevel.DEPARTEMENT,
    TerritoryLevel.EPCI,
    TerritoryLevel.COMMUNE,
    TerritoryLevel.EMPLOYMENT_ZONE,
    TerritoryLevel.ARRONDISSEMENT,
    TerritoryLevel.PERIMETER,
]


def _rank_of(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _territory_choices(rows: Iterable[models.Territory]) -> Iterator[Choice]:
    for row in rows:
        level = str(TerritoryLevel(row.level).label)
        codes = " ".join(part for part in (row.code, row.postcodes) if part)
        hint = " · ".join(part for part in (level, row.code, row.postcodes) if part)
        rank = (_rank_of(row.level), -(row.population or 0))
        yield Choice(row.pk, row.name, hint, fold(f"{row.name} {codes}"), rank)


def _all_territories() -> list[Choice]:
    choices = _territory_choices(models.Territory.objects.all())
    return sorted(choices, key=lambda choice: (choice.rank, choice.label))


_territories: dict[str, Remembered[list[Choice]]] = {}


def _search_territories(query: str) -> list[Choice]:
    # Levels are named in the reader's language: one list for each.
    language = get_language() or ""
    remembered = _territories.setdefault(
        language, Remembered(TERRITORIES, _all_territories)
    )
    return matching(remembered.get(), query)


for _model in (
    models.Theme,
    models.Stage,
    models.Audience,
    models.Sector,
    models.Job,
    models.Public,
    models.Funder,
):
    register(_model, Source(partial(_search_entries, _model), _entry_choices))
register(
    models.LegalReference,
    Source(
        lambda query: matching(
            _legal_choices(models.LegalReference.objects.all()), query
        ),
        _legal_choices,
    ),
)
register(models.Territory, Source(_search_territories, _territory_choices))
