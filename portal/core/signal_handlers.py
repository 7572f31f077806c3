"""Changes of rows that processes keep in memory advance the stamp of their family."""

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from portal.core import models
from portal.core.stamps import FAMILIES


def _advance(sender: type[Model]) -> None:
    for name, members in FAMILIES.items():
        if sender in members:
            models.Stamp.advance(name)


@receiver([post_save, post_delete])
def on_row_changed(sender: type[Model], **kwargs: object) -> None:
    _advance(sender)


@receiver(m2m_changed, sender=models.Territory.communes.through)
def on_communes_changed(action: str, **kwargs: object) -> None:
    if action.startswith("post_"):
        _advance(models.Territory)
