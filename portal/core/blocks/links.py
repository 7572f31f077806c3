from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ExternalBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=150, label=_("Title"))
    url = blocks.URLBlock(label=_("Web address"))
    description = blocks.CharBlock(
        required=False, max_length=250, label=_("What one finds there")
    )

    class Meta:
        icon = "link-external"
        label = _("External resource")
        template = "blocks/external.html"


class SourceBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=250, label=_("Source"))
    url = blocks.URLBlock(required=False, label=_("Web address"))
    published = blocks.CharBlock(
        required=False,
        max_length=40,
        label=_("Date of the source"),
        help_text=_("As precise as known: a day, a year, or « undated »."),
    )
    consulted_on = blocks.DateBlock(required=False, label=_("Consulted on"))

    class Meta:
        icon = "link"
        label = _("Source")
