from portal.core.blocks.story import (
    LineListBlock,
    SourcesBlock,
    StepListBlock,
    StoryBlock,
)
from portal.core.blocks.text import RICH_TEXT_FEATURES

__all__ = [
    "RICH_TEXT_FEATURES",
    "LineListBlock",
    "SourcesBlock",
    "StepListBlock",
    "StoryBlock",
]
