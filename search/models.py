from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
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
    card = models.JSONField(default=dict)
    recheck_on = models.DateField(null=True, db_index=True)  # a date that will pass
    marked_at = models.DateTimeField(default=timezone.now)
    # Last: SQLite goes through what precedes a column to reach it.
    plain_text = models.TextField(blank=True)
    folded_text = models.TextField(blank=True)  # a space before and after each word

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


class IndexBuild(models.Model):
    """The one rebuild that may be under way, and how the last one went: one row.

    Holding it moves ``held_until`` ahead in one update, again and again while work goes
    on: whoever is killed gives it up when that time has passed. No lock is held.
    """

    LEASE = timedelta(minutes=3)

    engine = models.CharField(max_length=20, blank=True)
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)  # entries read
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)  # of the last one that succeeded
    documents = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.engine} {self.finished_at}"

    @classmethod
    def current(cls) -> "IndexBuild":
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def take(cls, engine: str) -> "IndexBuild | None":
        """The build, for the caller alone; None while another one holds it."""
        now = timezone.now()
        cls.objects.get_or_create(pk=1)
        free = Q(held_until__isnull=True) | Q(held_until__lte=now)
        taken = cls.objects.filter(free, pk=1).update(
            engine=engine,
            holder=(holder := uuid4()),
            held_until=now + cls.LEASE,
            started_at=now,
            done=0,
            total=0,
        )
        return cls.objects.get(pk=1, holder=holder) if taken else None

    @property
    def is_under_way(self) -> bool:
        return self.held_until is not None and self.held_until > timezone.now()

    def go_on(self, done: int, total: int) -> bool:
        """Note how far it is; whether it is still held."""
        return self._update(
            done=done, total=total, held_until=timezone.now() + self.LEASE
        )

    def finish(self, documents: int) -> None:
        self._update(documents=documents, finished_at=timezone.now())

    def give_back(self) -> None:
        self._update(holder=None, held_until=None)

    def _update(self, **values: object) -> bool:
        return IndexBuild.objects.filter(pk=1, holder=self.holder).update(**values) == 1
