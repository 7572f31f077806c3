"""A territory by what stands in an address: its value, its official code or its name."""

from search import places
from search.labels import Memory
from search.territories import COUNTRY


def named(text: str, memory: Memory) -> str:
    """The value of the one territory that is meant, or empty."""
    relations = memory.relations
    if text in relations.known:
        return text
    code = text.upper()
    by_code = [t.value for t in relations.known.values() if t.code == code]
    return by_code[0] if len(by_code) == 1 else places.named(text, relations)


def has_page(value: str, memory: Memory) -> bool:
    """Whether a territory has a page: it is known and holds a commune."""
    return (
        value in memory.relations.known
        and value != COUNTRY
        and not memory.relations.is_empty(value)
    )
