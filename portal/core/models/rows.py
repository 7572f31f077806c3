from django.utils.functional import classproperty
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import TranslatableField


class FactRow(TranslatableMixin, Orderable):
    """An inline row of a page: its facts are the source's, its words are translated."""

    translated_texts: tuple[str, ...] = ()

    class Meta(Orderable.Meta):
        abstract = True
        # Rows without a number come as they were made, whatever the database.
        ordering = ["sort_order", "pk"]

    @classproperty
    def translatable_fields(cls) -> list[TranslatableField]:
        return [TranslatableField(name) for name in cls.translated_texts]
