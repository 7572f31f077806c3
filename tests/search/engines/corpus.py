"""Documents, and what is asked of them, written shortly."""

from dataclasses import replace

from search.documents import SearchDocument
from search.engines.base import (
    Alternative,
    Change,
    Condition,
    Engine,
    EngineRequest,
    Slot,
)
from search.text.analysis import phrase


def document(number: int, title: str = "Une fiche", **values: object) -> SearchDocument:
    made = SearchDocument(id=f"page-{number}", kind="fiche", language="fr", title=title)
    return replace(made, **values)


def filled(engine: Engine, *documents: SearchDocument) -> Engine:
    engine.rebuild(documents)
    return engine


def changes(*documents: SearchDocument, version: int = 1) -> list[Change]:
    return [Change(made.id, version, made) for made in documents]


def alternative(text: str, language: str = "fr", **values: object) -> Alternative:
    """``text`` as the service would say it: its terms, with their gaps."""
    found = phrase(text, language)
    said = Alternative(found.terms, found.offsets, words=found.words)
    return replace(said, **values)


def slot(*texts: str, language: str = "fr", required: bool = True) -> Slot:
    return Slot(tuple(alternative(text, language) for text in texts), required)


def typed(text: str, language: str = "fr") -> tuple[Slot, ...]:
    """One required slot for each word."""
    found = phrase(text, language)
    return tuple(
        Slot((Alternative((term,), words=(word,)),))
        for term, word in zip(found.terms, found.words, strict=True)
    )


def found(engine: Engine, *slots: Slot, **values: object) -> list[int]:
    """Numbers of the documents found, in order."""
    request = EngineRequest("fr", (), slots)
    answer = engine.search(replace(request, **values))
    return [int(held.removeprefix("page-")) for held in answer.ids]


def kept(engine: Engine, *filters: Condition, **values: object) -> list[int]:
    """Numbers of the documents that the filters leave, in increasing order."""
    return sorted(found(engine, filters=filters, limit=50, **values))
