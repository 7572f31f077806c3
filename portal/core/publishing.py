"""What a page needs to be published, asked by every way a page goes live."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from portal.core.models.pages import ContentPage

SUMMARY_LENGTH = range(40, 401)

_gaps_allowed: ContextVar[bool] = ContextVar("gaps_allowed", default=False)


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: a field and what to do about it."""

    field: str
    message: str


class PublicationRefused(ValidationError):
    """A page cannot go live yet; ``gaps`` says in one list what is missing."""

    def __init__(self, title: str, gaps: list[Gap]) -> None:
        self.gaps = gaps
        super().__init__(
            _("“%(title)s” cannot be published yet: %(missing)s")
            % {"title": title, "missing": " ".join(gap.message for gap in gaps)}
        )


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
            gaps.insert(
                0,
                Gap(
                    "summary",
                    _(
                        "Write a summary of %(least)d to %(most)d characters"
                        " (it has %(length)d)."
                    )
                    % {
                        "least": SUMMARY_LENGTH[0],
                        "most": SUMMARY_LENGTH[-1],
                        "length": length,
                    },
                ),
            )
    source = page.facts
    if source.pk != page.pk and not source.live:
        gaps.append(
            Gap("", _("Publish the page that it translates first: its facts show."))
        )
    return gaps


def check_publication(page: "ContentPage") -> None:
    """Raise ``PublicationRefused`` when ``page`` lacks something to be published."""
    if _gaps_allowed.get():
        return
    if gaps := missing_for_publication(page):
        raise PublicationRefused(page.title, gaps)


@contextmanager
def gaps_allowed() -> Iterator[None]:
    """Let pages be published with gaps, for imports that list them in their report."""
    token = _gaps_allowed.set(True)
    try:
        yield
    finally:
        _gaps_allowed.reset(token)


def _has_value(page: "ContentPage", name: str) -> bool:
    # A translation shows its source's facts: only its own words can be missing.
    holder = page if name in page.translated_texts else page.facts
    value = getattr(holder, name)
    return value.exists() if hasattr(value, "exists") else value not in (None, "", [])


def _label(page: "ContentPage", name: str) -> str:
    field = page._meta.get_field(name)
    return str(getattr(field, "verbose_name", name))
