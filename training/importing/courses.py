"""The course of each session of a file."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from portal.core.imports.columns import folded
from portal.core.imports.parents import page_at
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport
from portal.core.publishing import gaps_allowed, missing_for_publication
from training.importing.records import SessionRecord
from training.models import TrainingIndexPage, TrainingPage


class NoCourse(Exception):
    """The message says why a session has no course."""


@dataclass
class Courses:
    """``parent`` is a course, whose sessions are brought, or a list of courses, where
    they are known by their title, slug or address, and made as drafts when they are
    not there. With ``publish`` those drafts go live, if they have a text."""

    parent: Page
    report: ImportReport
    publish: bool = False
    dry_run: bool = False
    user: AbstractBaseUser | None = None
    _known: dict[str, TrainingPage] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if isinstance(self.parent, TrainingIndexPage):
            below = TrainingPage.objects.descendant_of(self.parent)
            french = below.filter(locale__language_code=settings.LANGUAGE_CODE)
            for course in french.filter(alias_of__isnull=True).select_related("locale"):
                self._remember(course)

    def _remember(self, course: TrainingPage) -> None:
        names = [course.title, course.draft_title, course.slug]
        for name in (*names, course.get_url() or ""):
            if key := folded(name):
                self._known.setdefault(key, course)

    def of(self, record: SessionRecord) -> TrainingPage:
        """The course of ``record``. Raises ``NoCourse``."""
        if isinstance(self.parent, TrainingPage):
            return self.parent
        if not record.course:
            raise NoCourse(_("The course is not said."))
        found = self._known.get(folded(record.course))
        return found or self._make(record)

    def _make(self, record: SessionRecord) -> TrainingPage:
        if (
            self.user
            and not self.parent.permissions_for_user(self.user).can_add_subpage()
        ):
            raise NoCourse(_("No course of yours has this title."))
        title = record.course[:250]
        course = TrainingPage(
            title=title,
            slug=self._slug(title),
            live=False,
            owner=self.user,
            locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
        )
        if record.description:
            course.body = [("text", RichText(_paragraphs(record.description)))]
        if self.dry_run:
            self.report.warn(
                record.line,
                "formation",
                title,
                _("The course would be made, as a draft."),
            )
        else:
            self._add(course, record)
        self._known[folded(record.course)] = course
        return course

    def _add(self, course: TrainingPage, record: SessionRecord) -> None:
        self.parent.add_child(instance=course)
        revision = course.save_revision(user=self.user, log_action=True)
        if not (self.publish and record.description):
            message = _(
                "The course is made as a draft: complete and publish it, its dates are shown then."
            )
            self.report.warn(record.line, "formation", course.title, message)
            return
        for gap in missing_for_publication(course):
            self.report.warn(record.line, gap.field, "", gap.message)
        with gaps_allowed():
            revision.publish()
        course.refresh_from_db()

    def _slug(self, title: str) -> str:
        base = slugify(title)[:80] or "formation"
        taken = set(
            Page.objects.child_of(self.parent)
            .filter(slug__startswith=base)
            .values_list("slug", flat=True)
        )
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        return slug


def parent_at(path: str) -> Page:
    """The course or the list of courses at an address. Raises ``ImportRefused``."""
    page = page_at(path)
    if isinstance(page, TrainingPage):
        return page.facts
    if isinstance(page, TrainingIndexPage):
        return page
    message = _("“%(title)s” is neither a course nor a list of courses.")
    raise ImportRefused(message % {"title": page.title})


def _paragraphs(text: str) -> str:
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part)}</p>" for part in parts)
