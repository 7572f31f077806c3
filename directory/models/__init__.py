from directory.models.actors import ActorPage, DirectoryIndexPage
from directory.models.contacts import Contact
from directory.models.contours import Contour
from directory.models.coverages import Coverage
from directory.models.gaps import Gap
from directory.models.rows import Activity, ActorFigure, ActorLabel

__all__ = [
    "Activity",
    "ActorFigure",
    "ActorLabel",
    "ActorPage",
    "Contact",
    "Contour",
    "Coverage",
    "DirectoryIndexPage",
    "Gap",
]
