"""Who may see and change contacts and coverage: those who may on the page they are of."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from directory.models import ActorPage, Contact, Coverage, Gap
from portal.core.row_rights import RowPolicy, editable_sources, may_change_rows

may_change = may_change_rows
CONTACTS = RowPolicy(Contact, "actor")
COVERAGES = RowPolicy(Coverage, "actor")
GAPS = RowPolicy(Gap, "actor")


def actors_of(user: AbstractBaseUser) -> QuerySet[ActorPage]:
    """The organisations whose page ``user`` may edit, in the language of their facts."""
    return editable_sources(user, ActorPage)
