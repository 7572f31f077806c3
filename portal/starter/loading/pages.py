"""Pages of the starter: made once, brought up to date where nobody changed them."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page

from directory.models import ActorPage, DirectoryIndexPage
from knowledge.models import (
    FrameworkIndexPage,
    GuidancePage,
    LeverIndexPage,
    LeverPage,
    PracticeIndexPage,
    PracticePage,
    RolePage,
    ToolIndexPage,
    ToolPage,
)
from portal.core.models import Provenance
from portal.home.models import HomePage, StandardPage
from portal.starter.loading.fields import fill
from portal.starter.loading.files import (
    CONTENT,
    StarterError,
    digest_of,
    pages_of,
    read_yaml,
)
from training.models import TrainingIndexPage, TrainingPage

SOURCE = "starter"
# Folder of the type → model, and the index page that holds it.
TYPES: dict[str, tuple[type[Page], type[Page]]] = {
    "acteur": (ActorPage, DirectoryIndexPage),
    "page": (StandardPage, HomePage),
    "outil": (ToolPage, ToolIndexPage),
    "role": (RolePage, FrameworkIndexPage),
    "fiche": (GuidancePage, FrameworkIndexPage),
    "levier": (LeverPage, LeverIndexPage),
    "pratique": (PracticePage, PracticeIndexPage),
    "formation": (TrainingPage, TrainingIndexPage),
}

Progress = Callable[[str], None]


class PageLoader:
    """Loads every page in two passes, so that pages may name each other freely."""

    def __init__(self, on_progress: Progress) -> None:
        self.on_progress = on_progress
        self.pages: dict[str, Page] = {}
        self.known = {
            record.source_id: record
            for record in Provenance.objects.filter(source_label=SOURCE)
        }

    def load(self) -> int:
        """Return how many pages were made or brought up to date."""
        entries = {
            f"{kind}/{key}": entry
            for kind in TYPES
            for key, entry in pages_of(kind).items()
        }
        with transaction.atomic():
            for name, entry in entries.items():
                self._find_or_make(name, entry)
        changed = sum(self._fill(name, entry) for name, entry in entries.items())
        return changed + self._fill_home()

    def page(self, key: str) -> Page:
        """The page called ``key``, whatever its type; keys are unique but for two."""
        found = [
            page for name, page in self.pages.items() if name.split("/", 1)[1] == key
        ]
        if not found:
            raise StarterError(f"No page called {key}.")
        return found[0]

    def actor(self, key: str) -> Page | None:
        """The organisation called ``key``, unless a person deleted it."""
        return self.pages.get(f"acteur/{key}")

    def _find_or_make(self, name: str, entry: dict[str, Any]) -> None:
        kind, key = name.split("/", 1)
        record = self.known.get(name)
        if record is not None:
            if record.page_id:
                self.pages[name] = record.page.specific
            return
        model, index_model = TYPES[kind]
        parent = index_model.objects.filter(locale=_french()).order_by("depth").first()
        if parent is None:
            raise StarterError(f"No {index_model.__name__} to put {name} in.")
        slug, number = key, 2
        while parent.get_children().filter(slug=slug).exists():
            slug, number = f"{key}-{number}", number + 1
        page = parent.add_child(
            instance=model(
                title=entry["title"], slug=slug, live=False, locale=_french()
            )
        )
        self.pages[name] = page
        self.known[name] = Provenance.objects.create(
            page=page, source_label=SOURCE, source_id=name, digest=""
        )

    @transaction.atomic
    def _fill(self, name: str, entry: dict[str, Any]) -> bool:
        record, page = self.known[name], self.pages.get(name)
        digest = digest_of(entry)
        if page is None or record.digest == digest or _changed_by_people(page, record):
            return False
        self.on_progress(name)
        try:
            fill(page, entry, page_of=self.page)
            page.full_clean()
            _publish(page, record, digest)
        except StarterError:
            raise
        except Exception as error:
            raise StarterError(f"{name}: {error}") from error
        return True

    @transaction.atomic
    def _fill_home(self) -> bool:
        entry = read_yaml(CONTENT / "home.yaml")
        home = HomePage.objects.get(locale=_french())
        record, _ = Provenance.objects.get_or_create(
            source_label=SOURCE, source_id="home", defaults={"page": home}
        )
        if record.digest == digest_of(entry) or _changed_by_people(home, record):
            return False
        fill(home, entry, page_of=self.page)
        _publish(home, record, digest_of(entry))
        return True


def _publish(page: Page, record: Provenance, digest: str) -> None:
    revision = page.save_revision()
    revision.publish()
    record.digest, record.revision_id = digest, revision.pk
    record.save()


def _changed_by_people(page: Page, record: Provenance) -> bool:
    return page.latest_revision_id != record.revision_id


def _french() -> Locale:
    return Locale.objects.get(language_code="fr")
