"""Rows and pages for every test: ``from tests.factories import PracticePageFactory``."""

from tests.factories.core import (
    AudienceFactory,
    FunderFactory,
    GlossaryTermFactory,
    JobFactory,
    LegalReferenceFactory,
    PublicFactory,
    SectorFactory,
    StageFactory,
    TerritoryFactory,
    ThemeFactory,
)
from tests.factories.directory import (
    ActivityFactory,
    ActorPageFactory,
    ContactFactory,
    CoverageFactory,
    GapFactory,
)
from tests.factories.home import StandardPageFactory
from tests.factories.knowledge import (
    DecisionStepFactory,
    GuidancePageFactory,
    LeverCombinationFactory,
    LeverFunderFactory,
    LeverPageFactory,
    PracticeOrganisationFactory,
    PracticePageFactory,
    PracticeReuseFactory,
    RolePageFactory,
    RoleStepFactory,
    ToolPageFactory,
    ToolReuseFactory,
)
from tests.factories.pages import first_index, translated
from tests.factories.training import SessionFactory, TrainingPageFactory
from tests.factories.users import GroupFactory, UserFactory

__all__ = [
    "ActivityFactory",
    "ActorPageFactory",
    "AudienceFactory",
    "ContactFactory",
    "CoverageFactory",
    "DecisionStepFactory",
    "FunderFactory",
    "GapFactory",
    "GlossaryTermFactory",
    "GroupFactory",
    "GuidancePageFactory",
    "JobFactory",
    "LegalReferenceFactory",
    "LeverCombinationFactory",
    "LeverFunderFactory",
    "LeverPageFactory",
    "PracticeOrganisationFactory",
    "PracticePageFactory",
    "PracticeReuseFactory",
    "PublicFactory",
    "RolePageFactory",
    "RoleStepFactory",
    "SectorFactory",
    "SessionFactory",
    "StageFactory",
    "StandardPageFactory",
    "TerritoryFactory",
    "ThemeFactory",
    "ToolPageFactory",
    "ToolReuseFactory",
    "TrainingPageFactory",
    "UserFactory",
    "first_index",
    "translated",
]
