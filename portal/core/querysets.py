from typing import Any, Self

from django.db import models
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class GuardedQuerySet(models.QuerySet[Any]):
    """Rows that are not deleted while content cites them."""

    def delete(self) -> tuple[int, dict[str, int]]:
        # Not at the top: the guard knows the models, which are made of this class.
        from portal.core.deleting import check_deletion

        check_deletion(self.all())
        return super().delete()

    # Django reads these two marks on its own `delete`; a type has no place for them.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class VocabularyQuerySet(GuardedQuerySet):
    """Rows in the editors' order; labels follow the reader and are never sorted on."""

    def roots(self) -> Self:
        return self.filter(parent__isnull=True)

    def for_slugs(self, slugs: list[str]) -> Self:
        return self.filter(slug__in=slugs)


class TerritoryQuerySet(GuardedQuerySet):
    def for_values(self, values: list[str]) -> Self:
        return self.filter(value__in=values)

    def communes(self) -> Self:
        return self.filter(level="commune")

    def above_communes(self) -> Self:
        return self.exclude(level="commune")


class GuardedPageQuerySet(PageQuerySet):
    """Pages that are not deleted while others cite them; translations follow."""

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        # Not at the top: the guard knows the models, which are made of this class.
        from portal.core.deleting import delete_pages

        return delete_pages(self, *args, **kwargs)

    # Django reads these two marks on its own `delete`; a type has no place for them.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


GuardedPageManager = PageManager.from_queryset(GuardedPageQuerySet)
