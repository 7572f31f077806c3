"""SearchQuery → engine → visibility check → SearchResults: what answers visitors."""

from search.service.searching import search
from search.service.seeing import audiences_of
from search.service.suggesting import Suggestion, related, suggest

__all__ = ["Suggestion", "audiences_of", "related", "search", "suggest"]
