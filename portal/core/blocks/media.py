from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    """A picture; Wagtail's image block asks for a text or to say it is decorative."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))
    credit = blocks.CharBlock(required=False, max_length=120, label=_("Credit"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/figure.html"


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(max_length=150, label=_("Title"))
    description = blocks.CharBlock(
        required=False, max_length=250, label=_("What one finds in it")
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/file.html"
