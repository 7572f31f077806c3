"""Shared content. Outsiders import from here; inside, from low level to high level."""

from portal.core.models.import_runs import ImportRun
from portal.core.models.media import PortalDocument, PortalImage, PortalRendition
from portal.core.models.pages import BasePage, ContentPage, IndexPage
from portal.core.models.provenance import Provenance
from portal.core.models.rows import FactRow
from portal.core.models.stamps import Stamp
from portal.core.models.territories import Territory
from portal.core.models.vocabularies import (
    Audience,
    Funder,
    GlossaryTerm,
    Job,
    LegalReference,
    Public,
    Sector,
    Stage,
    Theme,
    Vocabulary,
)

__all__ = [
    "Audience",
    "BasePage",
    "ContentPage",
    "FactRow",
    "Funder",
    "GlossaryTerm",
    "ImportRun",
    "IndexPage",
    "Job",
    "LegalReference",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "Provenance",
    "Public",
    "Sector",
    "Stage",
    "Stamp",
    "Territory",
    "Theme",
    "Vocabulary",
]
