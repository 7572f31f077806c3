"""What a page needs to be published, asked by every way a page goes live."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.fields import RichTextField
from wagtail.models import Revision
from wagtail.rich_text import get_text_for_indexing
from wagtail_localize.models import Translation

if TYPE_CHECKING:
    from portal.core.models.pages import BasePage, ContentPage

SUMMARY_LENGTH = range(40, 401)

_gaps_allowed: ContextVar[bool] = ContextVar("gaps_allowed", default=False)


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: a field and what to do about it."""

    field: str
    message: str


class PublicationRefused(ValidationError):
    """A page cannot go live yet; ``gaps`` says in one list what is missing."""

    def __init__(self, page: "ContentPage", gaps: list[Gap]) -> None:
        self.page = page
        self.gaps = gaps
        by_field: dict[str, list[str]] = {}
        for gap in gaps:
            by_field.setdefault(gap.field or NON_FIELD_ERRORS, []).append(gap.message)
        super().__init__(by_field)

    @property
    def heading(self) -> str:
        return _("“%(title)s” cannot be published yet.") % {"title": self.page.title}

    @property
    def messages(self) -> list[str]:
        return [self.heading, *(gap.message for gap in self.gaps)]

    def __str__(self) -> str:
        return " ".join(self.messages)


def missing_for_publication(page: "ContentPage") -> list[Gap]:
    """What ``page`` lacks to be published; empty when it can be."""
    gaps = [
        Gap(name, _("Fill in “%(field)s”.") % {"field": _label(page, name)})
        for name in page.required_to_publish
        if name != "summary" and not _has_value(page, name)
    ]
    if "summary" in page.required_to_publish:
        length = len(page.summary.strip())
        if length not in SUMMARY_LENGTH:
            gaps.insert(0, Gap("summary", _summary_message(length)))
    if page.is_translation:
        gaps += _missing_for_translation(page)
    return gaps


def check_publication(page: "ContentPage") -> None:
    """Raise ``PublicationRefused`` when ``page`` lacks something to be published."""
    if _gaps_allowed.get():
        return
    if gaps := missing_for_publication(page):
        raise PublicationRefused(page, gaps)


@contextmanager
def gaps_allowed() -> Iterator[None]:
    """Let pages be published with gaps, for imports that list them in their report."""
    token = _gaps_allowed.set(True)
    try:
        yield
    finally:
        _gaps_allowed.reset(token)


def is_visible(page: "BasePage") -> bool:
    """Whether ``page`` is live and not past its end, whoever may read it."""
    expired = page.expire_at is not None and page.expire_at <= timezone.now()
    return page.live and not expired


def _summary_message(length: int) -> str:
    return _(
        "Write a summary of %(least)d to %(most)d characters (it has %(length)d)."
    ) % {"least": SUMMARY_LENGTH[0], "most": SUMMARY_LENGTH[-1], "length": length}


def _missing_for_translation(page: "ContentPage") -> Iterator[Gap]:
    source = page.facts
    if not is_visible(source) and not _goes_live_before(source, page):
        yield Gap("", _("Publish the page that it translates first: its facts show."))
    if left := _strings_to_translate(page):
        yield Gap(
            "",
            ngettext(
                "%(count)d text is not translated yet.",
                "%(count)d texts are not translated yet.",
                left,
            )
            % {"count": left},
        )
    elif same := _texts_of_source(page, source):
        yield Gap(same, _("Translate the texts: they are still those of the source."))


def _goes_live_before(source: "ContentPage", page: "ContentPage") -> bool:
    if not page.go_live_at:
        return False
    return (
        Revision.page_revisions.filter(
            object_id=str(source.pk), approved_go_live_at__lte=page.go_live_at
        ).exists()
        and page.go_live_at > timezone.now()
    )


def _strings_to_translate(page: "ContentPage") -> int:
    """How many texts the translator has still to translate; 0 without one."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key,
        target_locale_id=page.locale_id,
        enabled=True,
    ).first()
    if translation is None:
        return 0
    total, done = translation.get_progress()
    return total - done


def _texts_of_source(page: "ContentPage", source: "ContentPage") -> str:
    """A text that was left as in the source, when all that publication asks for was."""
    asked = [
        name
        for name in page.required_to_publish
        if name in page.translated_texts and _has_value(page, name)
    ]
    raw = {
        name: [
            str(page._meta.get_field(name).value_to_string(one))
            for one in (page, source)
        ]
        for name in asked
    }
    untouched = raw and all(here == there for here, there in raw.values())
    return asked[0] if untouched else ""


def _has_value(page: "ContentPage", name: str) -> bool:
    # A translation shows its source's facts: only its own words can be missing.
    holder = page if name in page.translated_texts else page.facts
    value = getattr(holder, name)
    if hasattr(value, "exists"):
        return value.exists()
    if isinstance(value, str):
        field = page._meta.get_field(name)
        rich = isinstance(field, RichTextField)
        return bool((get_text_for_indexing(value) if rich else value).strip())
    return bool(value or value == 0)


def _label(page: "ContentPage", name: str) -> str:
    field = page._meta.get_field(name)
    return str(getattr(field, "verbose_name", name))
