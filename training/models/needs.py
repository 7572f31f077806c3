from datetime import date

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Need(models.Model):
    """How many asked, in one month, for a course near one place: numbers alone.

    Nothing tells who asked: no address, no name, no day. ``people`` is for how many.
    """

    course = models.ForeignKey(
        "training.TrainingPage", on_delete=models.CASCADE, related_name="needs"
    )
    territory = models.ForeignKey(
        "core.Territory", on_delete=models.CASCADE, related_name="+"
    )
    month = models.DateField()  # its first day
    requests = models.PositiveIntegerField(_("requests"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "territory", "month"],
                name="training_need_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.territory_id} {self.month:%Y-%m}"

    @classmethod
    def count(
        cls, course_id: int, territory_id: int, people: int, today: date | None = None
    ) -> None:
        """Count one more request, for ``people``; many at once lose nothing."""
        month = (today or timezone.localdate()).replace(day=1)
        row, _made = cls.objects.get_or_create(
            course_id=course_id, territory_id=territory_id, month=month
        )
        cls.objects.filter(pk=row.pk).update(
            requests=F("requests") + 1, people=F("people") + people
        )
