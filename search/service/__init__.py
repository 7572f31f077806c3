"""SearchQuery → engine → visibility check → SearchResults: what answers visitors."""

from search.service.gathering import Gathered, Wanted, cards, gather
from search.service.searching import search
from search.service.seeing import audiences_of
from search.service.suggesting import Suggestion, related, suggest

__all__ = [
    "Gathered",
    "Suggestion",
    "Wanted",
    "audiences_of",
    "cards",
    "gather",
    "related",
    "search",
    "suggest",
]
