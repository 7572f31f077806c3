"""The nearest documents first, by the place that each hit is read with."""

import numpy as np
import tantivy

from search.engines.base import Point
from search.engines.embedded import compiling, ordering, sort_keys
from search.engines.embedded.schema import PLACE

EARTH_RADIUS = 6_371_000  # metres


def by_distance(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    here: Point,
    offset: int,
    limit: int,
) -> ordering.Page:
    """Documents ``offset`` and following, the nearest first, to a metre; then those
    that stand nowhere, by title."""
    placed = compiling.both(query, compiling.integers(PLACE, 0, sort_keys.LAST_PLACE))
    nowhere = compiling.both(
        query, compiling.integers(PLACE, sort_keys.NOWHERE, sort_keys.NOWHERE)
    )

    def page_of(tier: tantivy.Query, offset: int, limit: int) -> ordering.Page:
        if tier is nowhere:
            return ordering.by_field(searcher, "by_title", tier, offset, limit)
        found = searcher.search(
            tier,
            max(1, searcher.num_docs),
            order_by_field=PLACE,
            order=tantivy.Order.Asc,
        ).hits
        metres = _metres(np.array([place for place, _ in found], dtype=np.int64), here)
        order = np.argsort(metres, kind="stable")
        hits = [(int(metres[n]), found[n][1]) for n in order]
        ids = ordering.page_of_hits(searcher, hits, offset, limit)
        return ordering.Page(ids, len(hits), 1)

    return ordering.in_tiers([placed, nowhere], page_of, offset, limit)


def _metres(places: np.ndarray, here: Point) -> np.ndarray:
    """Distances as the crow flies (haversine formula)."""
    latitude, longitude = np.radians(sort_keys.degrees(places))
    here_latitude, here_longitude = np.radians(here)
    share = (
        np.sin((latitude - here_latitude) / 2) ** 2
        + np.cos(latitude)
        * np.cos(here_latitude)
        * np.sin((longitude - here_longitude) / 2) ** 2
    )
    return np.rint(2 * EARTH_RADIUS * np.arcsin(np.sqrt(share)))
