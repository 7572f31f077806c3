"""Translations of a few pages: translated words only, facts stay on the source."""

from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page

from portal.core.models import Provenance
from portal.home.models import HomePage
from portal.starter.loading.fields import fill
from portal.starter.loading.files import CONTENT, digest_of, read_yaml
from portal.starter.loading.pages import SOURCE, Progress


def load_translations(on_progress: Progress) -> int:
    """Load each language's home and index pages, then its sheets; return how many."""
    changed = 0
    for folder in sorted((CONTENT / "translations").iterdir()):
        locale, _ = Locale.objects.get_or_create(language_code=folder.name)
        home = HomePage.objects.get(locale__language_code="fr")
        changed += _translate(home, locale, "home", read_yaml(folder / "home.yaml"))
        for slug, entry in read_yaml(folder / "indexes.yaml").items():
            index = home.get_children().get(slug=slug).specific
            changed += _translate(index, locale, f"index/{slug}", entry)
        for path in sorted(folder.glob("*/*.yaml")):
            name = f"{path.parent.name}/{path.stem}"
            record = Provenance.objects.filter(
                source_label=SOURCE, source_id=name, page__isnull=False
            ).first()
            if record is None:
                continue  # its source was deleted by a person
            on_progress(f"{folder.name} {name}")
            changed += _translate(record.page.specific, locale, name, read_yaml(path))
    return changed


@transaction.atomic
def _translate(source: Page, locale: Locale, name: str, entry: dict[str, Any]) -> bool:
    identifier = f"{locale.language_code}/{name}"
    record = Provenance.objects.filter(
        source_label=SOURCE, source_id=identifier
    ).first()
    if record is not None:
        page = record.page and record.page.specific
        if page is None or page.latest_revision_id != record.revision_id:
            return False
        if record.digest == digest_of(entry):
            return False
    else:
        page = source.get_translation_or_none(locale) or source.copy_for_translation(
            locale
        )
        page = page.specific
        record = Provenance(page=page, source_label=SOURCE, source_id=identifier)
    rows = {
        key: entry[key] for key in entry if key in {"example_queries", "decision_steps"}
    }
    fill(page, {key: entry[key] for key in entry if key not in rows}, page_of=_no_page)
    for relation, texts in rows.items():
        _translate_rows(page, relation, texts)
    revision = page.save_revision()
    revision.publish()
    record.digest, record.revision_id = digest_of(entry), revision.pk
    record.save()
    return True


def _translate_rows(page: Page, relation: str, texts: list[Any]) -> None:
    """Words of the rows, in the order of the source's rows."""
    rows = list(getattr(page, relation).all())
    for row, words in zip(rows, texts, strict=False):
        for name, text in (
            words.items() if isinstance(words, dict) else [("text", words)]
        ):
            setattr(row, name, text)
    getattr(page, relation).set(rows)


def _no_page(key: str) -> Page:
    raise LookupError(key)
