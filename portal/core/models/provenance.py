from django.db import models
from django.utils.translation import gettext_lazy as _


class Provenance(models.Model):
    """Where a loaded page comes from, so that loading it again updates it.

    ``digest`` is that of what was loaded, ``revision`` the page's latest revision
    then: a page that has a newer one was changed by a person.
    """

    page = models.OneToOneField(
        "wagtailcore.Page",
        null=True,
        on_delete=models.SET_NULL,
        related_name="provenance",
    )
    source_label = models.CharField(_("source"), max_length=120)
    source_id = models.CharField(_("identifier in the source"), max_length=200)
    digest = models.CharField(max_length=64)
    revision_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_label", "source_id"], name="core_provenance_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_label} {self.source_id}"
