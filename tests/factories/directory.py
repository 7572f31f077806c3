import factory
from factory.django import DjangoModelFactory

from directory import models
from portal.core.enums import StructureKind
from tests.factories.core import SectorFactory
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
