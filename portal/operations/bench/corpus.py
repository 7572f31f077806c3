"""Pages for benchmarks, written by thousands in a database of their own."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.test.utils import override_settings
from django.utils import timezone
from wagtail.models import Locale, Page

from portal.operations.bench.bulk import Links, Rows, follow_keys, next_key
from portal.operations.bench.compose import Composer, Draft
from portal.operations.bench.plan import TRANSLATED, TYPES, planned
from portal.operations.bench.pools import Filing
from portal.operations.bench.shelves import Shelf, shelf_of
from portal.operations.bench.words import Prose, Words, french_text
from search.indexing.marks import mark_pages
from training.models import Session

STARTER = settings.PROJECT / "portal" / "starter" / "content"


def generate(
    count: int, seed: int = 1, *, on_progress: Callable[[int], None] | None = None
) -> Counter[str]:
    """Write ``count`` pages, their sessions and their pending search entries; how
    many there are of each type. The same seed on the same day gives the same pages."""
    # They wait for a rebuild: a drain would take much longer.
    with override_settings(SEARCH_DRAIN="never"), transaction.atomic():
        return _Corpus(seed).write(count, on_progress or (lambda done: None))


class _Corpus:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        today = timezone.localdate()
        self.midnight = timezone.make_aware(datetime.combine(today, time()))
        self.prose = Prose(Words(french_text(STARTER)), self.chance)
        self.filing = Filing(self.chance, today)
        self.composer = Composer(self.prose, self.filing, self.chance)
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0]
            for code, _name in settings.LANGUAGES
        }
        self.pages = Rows(Page, with_key=True)
        self.tables: dict[type[models.Model], Rows] = {Page: self.pages}
        self.links: dict[tuple[type[models.Model], str], Links] = {}
        self.written: Counter[str] = Counter()

    def write(self, count: int, on_progress: Callable[[int], None]) -> Counter[str]:
        sources, translations = planned(count)
        shelves = self._shelves(sources, "fr")
        in_english = self._shelves([n for n in translations if translations[n]], "en")
        # Index pages exist by now: keys may be given by hand.
        first = self.key = next_key(Page)
        for name, wanted in sources.items():
            for number in range(wanted):
                source = self._write_page(name, shelves[name])
                if number < translations.get(name, 0):
                    self._translate(name, in_english[name], source)
                if number % 100 == 0:
                    on_progress(self.key - first)
        for rows in self.tables.values():
            rows.flush()
        for links in self.links.values():
            links.flush()
        for shelf in {*shelves.values(), *in_english.values()}:
            shelf.close()
        follow_keys(Page)
        # Bulk writes send no signal.
        mark_pages(range(first, self.key))
        return self.written

    def _write_page(self, name: str, shelf: Shelf) -> UUID:
        """Write a source page with all that hangs on it; return what translates it."""
        model = TYPES[name].model
        draft: Draft = getattr(self.composer, name)()
        translation_key = self._uuid()
        key = self._write_tables(
            name,
            shelf,
            translation_key,
            {
                **draft.own,
                **self.filing.trust(),
                "body": self._body(draft.words),
                "sources": self._sources(),
            },
        )
        if name == "acteur":
            self.composer.actors.append(key)
        drawn = {**self.filing.shared(actor=name == "acteur"), **draft.links}
        for relation, others in drawn.items():
            self._link(model, relation).add(key, others)
        for place, (row_model, values) in enumerate(draft.rows):
            if row_model is Session:
                self._table(Session).add(course_id=key, **values)
                self.written["session"] += 1
            else:
                self._table(row_model).add(
                    page_id=key,
                    sort_order=place,
                    translation_key=self._uuid(),
                    locale_id=shelf.index.locale_id,
                    **values,
                )
        return translation_key

    def _translate(self, name: str, shelf: Shelf, translation_key: UUID) -> None:
        texts = {field: self.prose.text(30, limit=250) for field in TRANSLATED[name]}
        own = {**texts, "body": self._body(200)}
        self._write_tables(name, shelf, translation_key, own)
        self.written["translations"] += 1

    def _write_tables(
        self, name: str, shelf: Shelf, translation_key: UUID, own: dict[str, Any]
    ) -> int:
        """The rows that make one page: in the tree, in its own table, to be indexed."""
        key, self.key = self.key, self.key + 1
        path, depth = shelf.next_place()
        slug = f"{name}-{key}"
        title = self.prose.title()
        published = self.midnight - timedelta(minutes=self.chance.randint(1, 2_600_000))
        self.pages.add(
            id=key,
            path=path,
            depth=depth,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{shelf.index.url_path}{slug}/",
            content_type_id=ContentType.objects.get_for_model(TYPES[name].model).pk,
            locale_id=shelf.index.locale_id,
            translation_key=translation_key,
            first_published_at=published,
            last_published_at=min(published + timedelta(days=90), self.midnight),
        )
        summary = self.prose.text(30, limit=400)
        terms = self.prose.title(1, 3) if self.filing.maybe(0.2) else ""
        self._table(TYPES[name].model).add(
            page_ptr_id=key, summary=summary, search_terms=terms, **own
        )
        self.written[name] += 1
        return key

    def _shelves(self, names: Iterable[str], language: str) -> dict[str, Shelf]:
        """Where pages of these types go; two types may share an index page."""
        locale = self.locales[language]
        indexes = {TYPES[name].index for name in names}
        made = {index: shelf_of(index, locale) for index in indexes}
        return {name: made[TYPES[name].index] for name in names}

    def _body(self, words: int) -> list[dict[str, Any]]:
        texts = [self.prose.html(words // 2), self.prose.html(words // 2)]
        return [{"type": "text", "value": text, "id": self._id()} for text in texts]

    def _sources(self) -> list[dict[str, Any]]:
        value = {
            "label": self.prose.title(),
            "url": "https://www.example.org/",
            "published": str(self.filing.today.year - self.chance.randint(0, 8)),
            "consulted_on": self.filing.day(-400, 0).isoformat(),
        }
        return [{"type": "source", "value": value, "id": self._id()}]

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def _id(self) -> str:
        return str(self._uuid())

    def _table(self, model: type[models.Model]) -> Rows:
        if model not in self.tables:
            self.tables[model] = Rows(model)
        return self.tables[model]

    def _link(self, model: type[models.Model], name: str) -> Links:
        if (model, name) not in self.links:
            self.links[model, name] = Links(model, name)
        return self.links[model, name]
