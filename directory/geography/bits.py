"""Sets of communes as integers, one bit per commune: see ``search.territories``."""

from collections.abc import Iterable

import numpy as np


def bits_of(communes: int) -> np.ndarray:
    """The places of the bits that are set, lowest first."""
    if communes <= 0:
        return np.empty(0, dtype=np.intp)
    raw = communes.to_bytes((communes.bit_length() + 7) // 8, "little")
    bits = np.unpackbits(np.frombuffer(raw, dtype=np.uint8), bitorder="little")
    return np.flatnonzero(bits)


def mask_of(places: Iterable[int]) -> int:
    """The set that holds the bits at ``places``."""
    found = 0
    for place in places:
        found |= 1 << place
    return found


def union(sets: Iterable[int]) -> int:
    found = 0
    for communes in sets:
        found |= communes
    return found
