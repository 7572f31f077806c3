import secrets

from django.db import models


class Stamp(models.Model):
    """A token that changes with each change of a family of rows.

    Processes keep vocabularies, territories and synonyms in memory and read this one
    small table to know whether they still hold (see ``portal.core.stamps``). A token
    and not a counter: after a rollback, a counter would come back to a number that
    stood for other content.
    """

    name = models.CharField(max_length=40, primary_key=True)
    token = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.name} {self.token}"

    @classmethod
    def advance(cls, name: str) -> None:
        """Say, in the writer's transaction, that the family ``name`` changed."""
        cls.objects.bulk_create(
            [cls(name=name, token=secrets.token_hex(8))],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["token"],
        )
