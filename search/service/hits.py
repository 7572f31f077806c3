"""Identifiers → hits that a page can draw: checked again, with why they matched."""

from collections.abc import Sequence
from html import escape

from search.query import SearchQuery
from search.results import Hit
from search.service.seeing import EntryRow, visible_entries
from search.service.wording import Wording
from search.text.highlighting import Fragment, Highlighter, Html

FRAGMENTS = 2


def draw_hits(
    ids: Sequence[str], query: SearchQuery, wording: Wording | None = None
) -> tuple[Hit, ...]:
    """The hits of ``ids`` that the viewer may see now, in their order."""
    marks = wording is not None and not wording.is_empty
    entries = visible_entries(ids, query.audiences, with_text=marks)
    marking = _Marking(wording if marks else None)
    return tuple(
        _hit(entries[document_id], marking)
        for document_id in ids
        if document_id in entries
    )


class _Marking:
    """One highlighter for each language met; none when nothing was typed."""

    def __init__(self, wording: Wording | None) -> None:
        self._wording = wording
        self._held: dict[str, Highlighter] = {}

    def of(self, language: str) -> Highlighter | None:
        if self._wording is None:
            return None
        if language not in self._held:
            self._held[language] = self._wording.highlighter(language)
        return self._held[language]


def _hit(entry: EntryRow, marking: _Marking) -> Hit:
    highlighter = marking.of(entry.language)
    return Hit(
        id=entry.document_id,
        kind=entry.kind,
        language=entry.language,
        title=entry.title,
        url=entry.url,
        summary=entry.summary,
        import_id=str(entry.card.get("import_id") or ""),
        title_html=(
            highlighter.whole(entry.title) if highlighter else Html(escape(entry.title))
        ),
        highlights=_highlights(entry, highlighter) if highlighter else (),
        card=entry.card,
    )


def _highlights(entry: EntryRow, highlighter: Highlighter) -> tuple[Html, ...]:
    """Where the words stand: in the text, or else in the summary."""
    found = _marked(highlighter.fragments(entry.plain_text, FRAGMENTS))
    return found or _marked(highlighter.fragments(entry.summary, 1))


def _marked(fragments: Sequence[Fragment]) -> tuple[Html, ...]:
    kept = [fragment for fragment in fragments if "<mark>" in fragment.html]
    return tuple(_with_ellipses(fragment, fragment is kept[0]) for fragment in kept)


def _with_ellipses(fragment: Fragment, is_first: bool) -> Html:
    """What stands before another piece ends with an ellipsis: one is enough."""
    before = "… " if fragment.cut_before and is_first else ""
    after = " …" if fragment.cut_after else ""
    return Html(f"{before}{fragment.html}{after}")
