"""The contract in plain Python: what every engine has to answer."""

from collections import Counter
from datetime import date

from search.documents import SearchDocument
from search.engines.base import (
    All,
    Any,
    Condition,
    Count,
    Days,
    Not,
    Slot,
    Terms,
    sorted_out,
)
from search.text.analysis import analyse

_SINGLE = ("id", "kind", "language")
_SEVERAL = ("readable_in", "audiences", "territories", "within", "within_communes")


def values(made: SearchDocument, name: str) -> set[str]:
    name = "kind" if name == "type" else name
    if name == "archived":
        return {str(made.archived).lower()}
    if name in _SINGLE:
        return {getattr(made, name)}
    if name in _SEVERAL:
        return set(getattr(made, name))
    return set(made.facets.get(name, ()))


def day(made: SearchDocument, name: str) -> int | None:
    held: date | None = getattr(made, name)
    if held is None:
        return date.max.toordinal() if name == "closes_on" else None
    return held.toordinal()


def holds(made: SearchDocument, given: Condition) -> bool:
    match given:
        case Terms(name, wanted):
            return not values(made, name).isdisjoint(wanted)
        case Days(name, first, last):
            held = day(made, name)
            return held is not None and _between(held, first, last)
        case All(conditions):
            return all(holds(made, part) for part in conditions)
        case Any(conditions):
            return any(holds(made, part) for part in conditions)
        case Not(condition):
            return not holds(made, condition)


def _between(held: int, first: int | None, last: int | None) -> bool:
    return (first is None or first <= held) and (last is None or held <= last)


def counted(
    documents: list[SearchDocument], wanted: Count
) -> dict[str | tuple[str, str], int]:
    counts: Counter[str | tuple[str, str]] = Counter()
    for made in documents:
        if not all(holds(made, given) for given in wanted.filters):
            continue
        if not wanted.day_ranges:
            counts.update(_among(values(made, wanted.field), wanted.values))
            continue
        held = day(made, wanted.field)
        for name, first, last in wanted.day_ranges:
            if held is None or not _between(held, first, last):
                continue
            if not wanted.split_by:
                counts[name] += 1
                continue
            split = _among(values(made, wanted.split_by), wanted.values)
            counts.update((value, name) for value in split)
    return dict(counts)


def _among(held: set[str], wanted: tuple[str, ...] | None) -> set[str]:
    return held if wanted is None else held.intersection(wanted)


def matches(made: SearchDocument, slots: tuple[Slot, ...], at_least: int = 0) -> bool:
    """Whether the texts of a document answer the slots, by its own language."""
    texts = (made.title, made.search_terms, made.summary, made.body)
    fields = [
        {token.position: token.term for token in analyse(text, made.language)}
        for text in texts
    ]
    met = {slot: any(_met(slot, terms) for terms in fields) for slot in slots}
    needed, others, _ = ([met[slot] for slot in part] for part in sorted_out(slots))
    wanted = min(max(at_least, 0 if needed else 1), len(others))
    return bool(needed or others) and all(needed) and sum(others) >= wanted


def _met(slot: Slot, terms: dict[int, str]) -> bool:
    return any(
        all(
            terms.get(start + offset) == term
            for term, offset in zip(said.terms, said.offsets, strict=True)
        )
        for said in slot.alternatives
        for start in terms
    )
