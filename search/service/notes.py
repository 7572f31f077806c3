"""What the search says of what it did by itself, each with a link that undoes it."""

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.addresses import undoing
from search.facets import COURSE, FACETS, SESSION, TERRITORY
from search.labels import Memory
from search.query import MAX_QUERY_LENGTH, MAX_RANK, ReadQuery, SearchQuery, Without
from search.results import Note, NoteKind
from search.service.wording import Wording
from search.text.spelling import Correction

SAID_AT_MOST = 5
SYNONYMS_SAID = 4


def reading_notes(read: ReadQuery, memory: Memory) -> Iterator[Note]:
    """What was left out of what was asked."""
    if read.beyond_limit:
        yield Note(
            NoteKind.LIMIT,
            _(
                "Only the first %(limit)s results can be read page by page. Choose"
                " filters or add a word to find the others."
            )
            % {"limit": number_format(MAX_RANK, force_grouping=True)},
        )
    if read.truncated:
        yield Note(
            NoteKind.TRUNCATED,
            _("Your question is long: only its first %(limit)s characters were read.")
            % {"limit": MAX_QUERY_LENGTH},
        )
    if read.ignored:
        said = [f"{key}={value}" for key, value in read.ignored[:SAID_AT_MOST]]
        more = len(read.ignored) - len(said)
        text = _("Not known here, so left out: %(what)s.") % {"what": ", ".join(said)}
        if more > 0:
            text = _("Not known here, so left out: %(what)s and %(more)s others.") % {
                "what": ", ".join(said),
                "more": more,
            }
        yield Note(NoteKind.IGNORED, text)
    for key, parent, child in read.merged[:SAID_AT_MOST]:
        values = FACETS[key].values
        yield Note(
            NoteKind.IGNORED,
            _("“%(parent)s” already holds “%(child)s”, which was left out.")
            % {
                "parent": values.label(parent, memory),
                "child": values.label(child, memory),
            },
        )
    if read.sessions_meant:
        kinds = FACETS["type"].values
        yield Note(
            NoteKind.IGNORED,
            _("With a period, “%(courses)s” was read as “%(sessions)s”.")
            % {
                "courses": kinds.label(COURSE, memory),
                "sessions": kinds.label(SESSION, memory),
            },
        )


def degraded_note(query: SearchQuery) -> Note:
    filtered = any(key != "type" for key, _values in query.filters)
    if filtered:
        text = _(
            "The search is simplified for the moment: the filters chosen, but for the"
            " kind of content, do not apply."
        )
    else:
        text = _(
            "The search is simplified for the moment: filters other than the kind of"
            " content are missing."
        )
    return Note(NoteKind.DEGRADED, text)


def correction_note(query: SearchQuery, correction: Correction) -> Note:
    changes = ", ".join(
        _("“%(meant)s” instead of “%(typed)s”")
        % {"meant": change.meant, "typed": change.typed}
        for change in correction.changes
    )
    return Note(
        NoteKind.SPELLING,
        _("Searched: %(changes)s.") % {"changes": changes},
        undoing(query, Without.CORRECTION),
    )


def close_words_note(query: SearchQuery) -> Note:
    return Note(
        NoteKind.SPELLING,
        _("Few pages hold these words as typed: words spelt almost alike count too."),
        undoing(query, Without.CORRECTION),
    )


def last_page_note(asked: int) -> Note:
    return Note(
        NoteKind.IGNORED,
        _("There is no page %(page)s: this is the last one.") % {"page": asked},
    )


def loose_note() -> Note:
    return Note(
        NoteKind.IGNORED,
        _("Few pages hold all your words: those that hold some of them are shown too."),
    )


def synonym_note(query: SearchQuery, wording: Wording) -> Note | None:
    """What was searched beside the words typed."""
    if not wording.additions:
        return None
    also = "; ".join(
        _("%(also)s for “%(typed)s”")
        % {"also": ", ".join(addition.also[:SYNONYMS_SAID]), "typed": addition.typed}
        for addition in wording.additions[:SAID_AT_MOST]
    )
    return Note(
        NoteKind.SYNONYM,
        _("Also searched: %(also)s.") % {"also": also},
        undoing(query, Without.SYNONYMS),
    )


def territory_note(query: SearchQuery, total: int, local: int) -> Note | None:
    """How many lie on the territory and how many hold beyond it."""
    wider = total - local
    if not query.chosen(TERRITORY) or wider <= 0:
        return None
    return Note(
        NoteKind.TERRITORY,
        _("%(local)s on this territory, %(wider)s that hold more widely")
        % {"local": local, "wider": wider},
        undoing(query, Without.WIDER),
    )


def language_note(query: SearchQuery, counts: dict[str, int]) -> Note | None:
    """How many results are shown in another language, for want of a translation."""
    others = sum(n for language, n in counts.items() if language != query.language)
    if not others:
        return None
    return Note(
        NoteKind.LANGUAGE,
        ngettext(
            "%(count)s result is not translated: it is shown in its own language.",
            "%(count)s results are not translated: they are shown in their own"
            " language.",
            others,
        )
        % {"count": others},
        undoing(query, Without.FALLBACK),
    )
