from django.db import models
from django.utils.translation import gettext_lazy as _


class Contour(models.Model):
    """The real outline of a territory, simplified and ready to be drawn.

    Imported (``import_territories``), never edited. ``path`` is the data of an SVG
    path in the units of ``directory.maps.plane``; the box and the anchor too.
    """

    territory = models.OneToOneField(
        "core.Territory",
        verbose_name=_("territory"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    path = models.TextField(_("outline"))
    left = models.IntegerField()
    top = models.IntegerField()
    right = models.IntegerField()
    bottom = models.IntegerField()
    anchor_x = models.IntegerField()
    anchor_y = models.IntegerField()
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")

    def __str__(self) -> str:
        return str(self.territory)
