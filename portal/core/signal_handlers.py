"""What follows a change of rows: stamps of what is in memory, translations, the guard."""

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_unpublished

from portal.core import deleting, models
from portal.core.facts import source_of
from portal.core.stamps import FAMILIES
from portal.core.whole_saves import save_whole

save_whole(
    models.Vocabulary, models.Territory, models.LegalReference, models.GlossaryTerm
)


def _advance(sender: type[Model]) -> None:
    for name, members in FAMILIES.items():
        if sender in members:
            models.Stamp.advance(name)


@receiver([post_save, post_delete])
def on_row_changed(sender: type[Model], **kwargs: Any) -> None:
    _advance(sender)


@receiver(m2m_changed, sender=models.Territory.communes.through)
@receiver(m2m_changed, sender=models.Job.sectors.through)
def on_relation_changed(instance: Model, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        _advance(type(instance))


@receiver(pre_delete)
def on_deleting(
    sender: type[Model],
    instance: Model,
    origin: Model | QuerySet | None = None,
    **kwargs: Any,
) -> None:
    if issubclass(sender, deleting.GUARDED):
        deleting.check_origin(instance, origin)


@receiver(page_unpublished)
def on_unpublished(instance: Page, **kwargs: Any) -> None:
    """A translation shows the facts of its source: it goes with it."""
    if deleting.is_deleting() or source_of(instance).pk != instance.pk:
        return
    followers = Page.objects.filter(
        translation_key=instance.translation_key, live=True, alias_of__isnull=True
    ).exclude(pk=instance.pk)
    for page in followers.specific():
        page.unpublish(set_expired=instance.expired)
