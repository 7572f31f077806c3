from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.enums import TerritoryLevel
from portal.core.models.vocabularies import Cited
from portal.core.querysets import TerritoryQuerySet


class Territory(Cited):
    """A level, an official code and a set of communes.

    Every relation between territories is computed from these sets: no strict tree
    exists (some intermunicipalities lie in two départements).
    """

    level = models.CharField(_("level"), max_length=15, choices=TerritoryLevel.choices)
    code = models.CharField(_("official code"), max_length=60, blank=True)
    value = models.CharField(
        _("value in addresses"), max_length=80, unique=True, editable=False
    )
    name = models.CharField(_("name"), max_length=150)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    postcodes = models.CharField(_("postcodes"), max_length=200, blank=True)
    partial = models.BooleanField(
        _("goes beyond the region"),
        default=False,
        help_text=_("Only its communes within the region are known here."),
    )
    communes = models.ManyToManyField(
        "self",
        verbose_name=_("communes"),
        symmetrical=False,
        blank=True,
        related_name="containers",
        limit_choices_to={"level": TerritoryLevel.COMMUNE},
    )

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "value"]
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code"], name="core_territory_level_code"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.value = value_of(self.level, self.code)
        super().save(*args, **kwargs)


def value_of(level: str, code: str) -> str:
    """The value of a territory in addresses, such as ``departement-59`` or ``pays``."""
    return level if level == TerritoryLevel.COUNTRY else f"{level}-{code}"
