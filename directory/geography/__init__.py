"""Where territories lie: sets of communes, points, neighbours and distances.

One value for the process, until territories change: ``current_geography``.
"""

from directory.geography.bits import bits_of, mask_of
from directory.geography.knowledge import Geography, current_geography

__all__ = ["Geography", "bits_of", "current_geography", "mask_of"]
