"""Values of facets → rows of the vocabularies, what is unknown being said."""

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Model
from django.utils.translation import gettext as _

from knowledge.models import GuidancePage
from portal.core.models import Territory
from portal.operations.importing.records import Record
from search.documents import VOCABULARY_FACETS
from search.facets import TERRITORY

Filed = dict[str, list[Model]]  # rows by name of field


class Filing:
    """The vocabularies as they are when the import starts; territories when needed."""

    def file(self, record: Record) -> tuple[Filed, list[tuple[str, str, str]]]:
        """The rows of ``record``, and (key, value, message) for what is unknown."""
        filed: Filed = {}
        problems: list[tuple[str, str, str]] = []
        for key, values in record.values.items():
            found = self._territories(values) if key == TERRITORY else self._rows[key]
            name = "territories" if key == TERRITORY else VOCABULARY_FACETS[key]
            filed[name] = [found[value] for value in values if value in found]
            problems += [
                (key, value, _("Unknown value: left out."))
                for value in values
                if value not in found
            ]
        return filed, problems

    @cached_property
    def _rows(self) -> dict[str, dict[str, Model]]:
        models = {
            key: GuidancePage._meta.get_field(name).related_model
            for key, name in VOCABULARY_FACETS.items()
        }
        return {
            key: {row.slug: row for row in model._default_manager.all()}
            for key, model in models.items()
        }

    def _territories(self, values: Iterable[str]) -> dict[str, Model]:
        rows = Territory.objects.for_values(list(values)[:1000])
        return {row.value: row for row in rows}
