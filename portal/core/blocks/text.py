from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

# What Draftail offers, and so what imported HTML is reduced to.
RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**{"features": ["h2", *RICH_TEXT_FEATURES], **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            ("info", _("Good to know")),
            ("attention", _("Watch point")),
            ("verify", _("To be verified")),
        ],
        default="info",
        label=_("Kind"),
        search_index=False,
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "blocks/callout.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"))
    author = blocks.CharBlock(
        required=False,
        label=_("Who says it"),
        help_text=_("A function or an organisation, never a person's name."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=150, label=_("Step"))
    text = blocks.RichTextBlock(
        features=RICH_TEXT_FEATURES, required=False, label=_("Detail")
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "blocks/steps.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        max_length=200,
        label=_("Caption"),
        help_text=_("Says what the table shows; read first by screen readers."),
    )
    table = TypedTableBlock(
        [("text", blocks.CharBlock(required=False, label=_("Text")))],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
