from typing import Self

from django.db import models


class VocabularyQuerySet(models.QuerySet):
    """Rows in the editors' order; labels follow the reader and are never sorted on."""

    def roots(self) -> Self:
        return self.filter(parent__isnull=True)

    def for_slugs(self, slugs: list[str]) -> Self:
        return self.filter(slug__in=slugs)


class TerritoryQuerySet(models.QuerySet):
    def for_values(self, values: list[str]) -> Self:
        return self.filter(value__in=values)

    def communes(self) -> Self:
        return self.filter(level="commune")

    def above_communes(self) -> Self:
        return self.exclude(level="commune")
