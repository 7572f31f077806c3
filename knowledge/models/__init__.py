from knowledge.models.framework import (
    DecisionStep,
    FrameworkIndexPage,
    GuidancePage,
    RolePage,
    RoleStep,
)
from knowledge.models.levers import (
    LeverCombination,
    LeverFunder,
    LeverIndexPage,
    LeverPage,
)
from knowledge.models.practices import (
    PracticeIndexPage,
    PracticeOrganisation,
    PracticePage,
    PracticeReuse,
)
from knowledge.models.tools import ToolIndexPage, ToolPage, ToolReuse

__all__ = [
    "DecisionStep",
    "FrameworkIndexPage",
    "GuidancePage",
    "LeverCombination",
    "LeverFunder",
    "LeverIndexPage",
    "LeverPage",
    "PracticeIndexPage",
    "PracticeOrganisation",
    "PracticePage",
    "PracticeReuse",
    "RolePage",
    "RoleStep",
    "ToolIndexPage",
    "ToolPage",
    "ToolReuse",
]
