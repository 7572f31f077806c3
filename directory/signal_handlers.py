"""Coverage decides where a facilitator is found: each change marks its page."""

from typing import Any

from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver

from directory.models import Coverage
from portal.core.whole_saves import save_whole
from search.indexing.marks import mark_pages

save_whole(Coverage)


@receiver(pre_save, sender=Coverage)
def on_saving(instance: Coverage, raw: bool, **kwargs: Any) -> None:
    """Remember the organisation that the row was of, should it change."""
    if raw or instance.pk is None:
        return
    before = Coverage.objects.filter(pk=instance.pk).values_list("actor_id", flat=True)
    vars(instance)["_actor_before"] = before.first()


@receiver(post_save, sender=Coverage)
def on_saved(instance: Coverage, raw: bool, **kwargs: Any) -> None:
    if not raw:
        pages = {instance.actor_id, getattr(instance, "_actor_before", None)}
        mark_pages(pages - {None})


@receiver(pre_delete, sender=Coverage)
def on_deleting(instance: Coverage, **kwargs: Any) -> None:
    mark_pages([instance.actor_id])
