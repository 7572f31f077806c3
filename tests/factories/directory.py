from datetime import date

import factory
from factory.django import DjangoModelFactory

from directory import models
from directory.enums import CoverageState, GapKind, LegalBasis, Showable
from portal.core.enums import StructureKind
from tests.factories.core import SectorFactory, TerritoryFactory
from tests.factories.pages import ContentPageFactory, under


class ActorPageFactory(ContentPageFactory):
    class Meta:
        model = models.ActorPage

    class Params:
        buyer = factory.Trait(kinds=[StructureKind.BUYER])

    parent = under(models.DirectoryIndexPage)
    title = factory.Sequence(lambda n: f"Organisme {n}")
    kinds = factory.LazyFunction(lambda: [StructureKind.ACI])


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = models.Activity

    sector = factory.SubFactory(SectorFactory)


class ContactFactory(DjangoModelFactory):
    """A functional address; ``named`` makes it that of a person who agreed to all."""

    class Meta:
        model = models.Contact

    class Params:
        named = factory.Trait(
            person="Une Personne",
            function="Chargée des clauses",
            legal_basis=LegalBasis.PUBLIC_TASK,
            informed_on=date(2026, 10, 1),
            shown=list(Showable.values),
        )

    actor = factory.SubFactory(ActorPageFactory, published=True)
    purpose = "Clauses sociales"
    email = factory.Sequence(lambda n: f"clauses-{n}@example.org")
    phone = "+33320000000"


class CoverageFactory(DjangoModelFactory):
    """A body that covers a territory; ``nobody`` says that nobody does, ``sought`` that
    it is not known and that a body works on it."""

    class Meta:
        model = models.Coverage
        skip_postgeneration_save = True

    class Params:
        nobody = factory.Trait(state=CoverageState.NOBODY, checked_on=date(2026, 11, 2))
        sought = factory.Trait(
            state=CoverageState.UNKNOWN,
            worked_on_by=factory.SubFactory(ActorPageFactory, published=True),
        )

    actor = factory.SubFactory(ActorPageFactory, published=True)
    territory = factory.SubFactory(TerritoryFactory)

    @factory.post_generation
    def themes(row, create, themes, **kwargs):
        if create and themes:
            row.themes.set(themes)


class GapFactory(DjangoModelFactory):
    """A body confirms that no structure of a sector works on a territory."""

    class Meta:
        model = models.Gap

    class Params:
        sessions = factory.Trait(kind=GapKind.SESSIONS, sector=None)

    actor = factory.SubFactory(ActorPageFactory, published=True)
    territory = factory.SubFactory(TerritoryFactory)
    kind = GapKind.STRUCTURES
    sector = factory.SubFactory(SectorFactory)
    checked_on = date(2026, 11, 2)
