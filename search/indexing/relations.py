"""Many-to-many relations of a batch of pages, read at once.

``prefetch_related`` makes a queryset for each page and relation, which took a third of
a rebuild.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import ManyToManyField, Model
from modelcluster.queryset import FakeQuerySet

from portal.core.models import ContentPage


def split_paths(
    model: type[Model], paths: Iterable[str]
) -> tuple[list[str], list[str]]:
    """The ``paths`` that ``give_many_to_many`` reads, and those left to Django."""
    ours: list[str] = []
    others: list[str] = []
    names = {field.name for field in model._meta.many_to_many}
    for path in paths:
        (ours if path.split("__")[0] in names else others).append(path)
    return ours, others


def give_many_to_many(pages: Collection[ContentPage], paths: Iterable[str]) -> None:
    """Set the relations of ``pages``, all of one type, in two queries each.

    A path is the name of a relation, or the name and a foreign key of what it leads to
    (``themes__parent``), which is read with it.
    """
    for path in paths if pages else ():
        name, _, ahead = path.partition("__")
        field = next(iter(pages))._meta.get_field(name)
        held = _held(field, {page.pk for page in pages}, ahead)
        for page in pages:
            cache = page.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[name] = FakeQuerySet(field.related_model, held.get(page.pk, []))


def _held(field: ManyToManyField, keys: set[int], ahead: str) -> dict[int, list[Any]]:
    """For each page, what it leads to, in the order of that model."""
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    pairs: dict[int, set[int]] = {}
    through: Any = field.remote_field.through
    links = through._default_manager.filter(**{f"{source}__in": keys})
    for page, other in links.values_list(f"{source}_id", f"{target}_id"):
        pairs.setdefault(page, set()).add(other)
    model: Any = field.related_model
    found = model._default_manager.filter(pk__in=set().union(*pairs.values()))
    ordered = list(found.select_related(ahead) if ahead else found)
    return {
        page: [other for other in ordered if other.pk in others]
        for page, others in pairs.items()
    }
