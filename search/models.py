from django.db import models
from django.utils import timezone


class SearchEntry(models.Model):
    """The index's state row of one document, written in the publishing transaction.

    No foreign key to what it stands for: a deletion is a row too. ``version`` grows
    with each mark; the document is up to date when ``applied_version`` has caught up.
    It holds what a result page needs, and no text once nobody may see its page.
    """

    document_id = models.CharField(max_length=220, unique=True)
    kind = models.CharField(max_length=20, db_index=True)
    object_id = models.CharField(max_length=200)  # page id, or session uid
    language = models.CharField(max_length=12)
    version = models.PositiveBigIntegerField(default=1)
    applied_version = models.PositiveBigIntegerField(default=0)  # in the index
    written_version = models.PositiveBigIntegerField(default=0)  # in the fields below
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    retry_after = models.DateTimeField(null=True)
    visible = models.BooleanField(default=False)
    audiences = models.JSONField(default=list)
    readable_in = models.JSONField(default=list)
    title = models.CharField(max_length=255, blank=True)
    summary = models.TextField(blank=True)
    url = models.CharField(max_length=1000, blank=True)
    plain_text = models.TextField(blank=True)
    folded_text = models.TextField(blank=True)
    card = models.JSONField(default=dict)
    recheck_on = models.DateField(null=True, db_index=True)  # a date that will pass
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_version__lte=models.F("version")),
                name="search_entry_applied_not_ahead",
            )
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="search_entry_pending",
                condition=models.Q(applied_version__lt=models.F("version")),
            ),
            models.Index(fields=["kind", "object_id"]),
        ]

    def __str__(self) -> str:
        return self.document_id
