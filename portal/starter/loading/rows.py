"""Vocabularies, legal references and glossary: rows that people may change after."""

from typing import Any

from django.db import models

from portal.core.models import (
    Audience,
    Funder,
    GlossaryTerm,
    Job,
    LegalReference,
    Public,
    Sector,
    Stage,
    Theme,
)
from portal.starter.loading.files import CONTENT, StarterError, digest_of, read_yaml
from portal.starter.models import LoadedRow

FAMILIES: dict[str, type[models.Model]] = {
    "vocabularies/themes": Theme,
    "vocabularies/stages": Stage,
    "vocabularies/audiences": Audience,
    "vocabularies/sectors": Sector,
    "vocabularies/jobs": Job,
    "vocabularies/publics": Public,
    "vocabularies/funders": Funder,
    "legal_references": LegalReference,
    "glossary": GlossaryTerm,
}


def load_rows() -> int:
    """Load every family; return how many rows were made or brought up to date."""
    return sum(_load_family(name, model) for name, model in FAMILIES.items())


def _load_family(name: str, model: type[models.Model]) -> int:
    loaded = dict(LoadedRow.objects.filter(family=name).values_list("key", "digest"))
    existing = {row.slug: row for row in model._default_manager.all()}
    changed = 0
    for place, entry in enumerate(read_yaml(CONTENT / f"{name}.yaml")):
        values = _values(name, model, entry, place)
        slug = values.pop("slug")
        row = existing.get(slug)
        if slug in loaded:
            touched = row is None or digest_of(_current(row, values)) != loaded[slug]
            if touched or digest_of(values) == loaded[slug]:
                continue
        elif row is not None:
            continue  # a person made it before us
        sectors = values.pop("sectors", None)
        row = row or model(slug=slug)
        for field, value in values.items():
            setattr(row, field, value)
        row.save()
        if sectors is not None:
            row.sectors.set(Sector.objects.for_slugs(sectors))
            values["sectors"] = sectors
        existing[slug] = row
        LoadedRow.objects.update_or_create(
            family=name, key=slug, defaults={"digest": digest_of(values)}
        )
        changed += 1
    return changed


def _values(
    name: str, model: type[models.Model], entry: dict[str, Any], place: int
) -> dict[str, Any]:
    values = dict(entry)
    if "sort_order" in {field.name for field in model._meta.fields}:
        values["sort_order"] = place * 10
    if isinstance(values.get("variants"), list):
        values["variants"] = "\n".join(map(str, values["variants"]))
    if "parent" in values:
        parent = model._default_manager.filter(slug=values.pop("parent")).first()
        if parent is None:
            raise StarterError(f"{name}: {entry['slug']} names an unknown parent.")
        values["parent_id"] = parent.pk
    if "sectors" in values:
        values["sectors"] = sorted(values["sectors"])
    known = {field.attname for field in model._meta.fields} | {"sectors"}
    if unknown := set(values) - known:
        raise StarterError(f"{name}: {entry['slug']} has unknown keys {unknown}.")
    return {key: value for key, value in values.items() if value is not None}


def _current(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """What the row holds now, of what was loaded into it."""
    return {
        key: sorted(row.sectors.values_list("slug", flat=True))
        if key == "sectors"
        else getattr(row, key)
        for key in values
    }
