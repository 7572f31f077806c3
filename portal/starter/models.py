from django.db import models


class LoadedRow(models.Model):
    """A vocabulary row that came with the starter, and the digest of what was loaded.

    A row whose content no longer has this digest was changed by a person, and a row
    that is gone was deleted by one: both are left as they are.
    """

    family = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "key"], name="starter_loadedrow_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.key}"
