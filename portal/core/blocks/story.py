"""What a body is made of; each app's pages share it."""

from wagtail import blocks

from portal.core.blocks.links import ExternalBlock, SourceBlock
from portal.core.blocks.media import FigureBlock, FileBlock
from portal.core.blocks.text import (
    CalloutBlock,
    QuoteBlock,
    StepBlock,
    StepsBlock,
    TableBlock,
    TextBlock,
)


class StoryBlock(blocks.StreamBlock):
    text = TextBlock()
    callout = CalloutBlock()
    table = TableBlock()
    steps = StepsBlock()
    figure = FigureBlock()
    file = FileBlock()
    quote = QuoteBlock()
    external = ExternalBlock()

    class Meta:
        required = False


class SourcesBlock(blocks.StreamBlock):
    source = SourceBlock()

    class Meta:
        required = False


class StepListBlock(blocks.StreamBlock):
    """A list of steps kept in a field of its own."""

    step = StepBlock()

    class Meta:
        required = False


class LineListBlock(blocks.StreamBlock):
    """A list of plain sentences kept in a field of its own."""

    line = blocks.CharBlock(max_length=300)

    class Meta:
        required = False
