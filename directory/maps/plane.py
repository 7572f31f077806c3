"""From degrees to the plane of the maps: Mercator's, which keeps the look of shapes.

A unit is about 20 metres at 50° north; y grows downwards, as on a screen.
"""

import numpy as np

UNIT = 20.0  # metres
_RADIUS = 6_378_137.0 * np.cos(np.radians(50.0)) / UNIT
_WEST, _NORTH = np.radians(1.0), np.radians(51.5)
# Mercator's plane has no poles.
MAX_LATITUDE = 85.0


def _stretch(latitude: np.ndarray) -> np.ndarray:
    return np.log(np.tan(np.pi / 4 + latitude / 2))


def to_plane(degrees: np.ndarray) -> np.ndarray:
    """Points as rows (longitude, latitude) → rows (x, y) in units of the maps."""
    longitude, latitude = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    x = _RADIUS * (longitude - _WEST)
    y = _RADIUS * (_stretch(np.asarray(_NORTH)) - _stretch(latitude))
    return np.column_stack([x, y])
