"""Which pages are generated, of which types, and in which database."""

from dataclasses import dataclass

from directory.models import ActorPage, DirectoryIndexPage
from knowledge.models import (
    FrameworkIndexPage,
    GuidancePage,
    LeverIndexPage,
    LeverPage,
    PracticeIndexPage,
    PracticePage,
    RolePage,
    ToolIndexPage,
    ToolPage,
)
from portal.core.models import ContentPage, IndexPage, Territory, Theme
from training.models import TrainingIndexPage, TrainingPage


@dataclass(frozen=True)
class Type:
    model: type[ContentPage]
    index: type[IndexPage]
    share: int  # of a hundred pages


# Actors first: practices and courses point to them.
TYPES = {
    "acteur": Type(ActorPage, DirectoryIndexPage, 26),
    "outil": Type(ToolPage, ToolIndexPage, 12),
    "levier": Type(LeverPage, LeverIndexPage, 12),
    "fiche": Type(GuidancePage, FrameworkIndexPage, 14),
    "role": Type(RolePage, FrameworkIndexPage, 2),
    "pratique": Type(PracticePage, PracticeIndexPage, 24),
    "formation": Type(TrainingPage, TrainingIndexPage, 10),
}
# Three pages in a hundred are translations of one of these; the words they hold.
TRANSLATED_SHARE = 0.03
TRANSLATED = {
    "fiche": ("question", "short_answer", "what_to_write"),
    "levier": ("eligibility",),
    "pratique": ("problem", "done", "result", "first_steps"),
}


class NotForBenchmarks(Exception):
    """The database must not be filled; the message says why and what to do."""


def check_database() -> None:
    """Raise unless the database has vocabularies, territories and no content."""
    for kind in TYPES.values():
        if kind.model._default_manager.exists():
            raise NotForBenchmarks(
                "This database already holds content. Give the benchmark one of its"
                " own: PORTAL_DATA_DIR=/path/of/a/new/folder."
            )
    if not (Theme.objects.exists() and Territory.objects.exists()):
        raise NotForBenchmarks(
            "Vocabularies and territories are missing. Run first:"
            " manage.py load_starter --only-vocabularies."
        )


def split(count: int, shares: dict[str, int]) -> dict[str, int]:
    """``count`` in whole parts as near as can be to the shares."""
    whole = sum(shares.values())
    parts = {name: count * share // whole for name, share in shares.items()}
    rest = count - sum(parts.values())
    by_remainder = sorted(shares, key=lambda name: -(count * shares[name] % whole))
    for name in by_remainder[:rest]:
        parts[name] += 1
    return parts


def planned(count: int) -> tuple[dict[str, int], dict[str, int]]:
    """How many pages of each type make ``count``: source pages, translations."""
    translations = split(int(count * TRANSLATED_SHARE), dict.fromkeys(TRANSLATED, 1))
    shares = {name: kind.share for name, kind in TYPES.items()}
    return split(count - sum(translations.values()), shares), translations
