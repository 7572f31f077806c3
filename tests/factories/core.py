import factory
from factory.django import DjangoModelFactory

from portal.core import models
from portal.core.enums import TerritoryLevel


class VocabularyFactory(DjangoModelFactory):
    """Labels are written by language: the suite may run in any of them."""

    class Meta:
        abstract = True

    slug = factory.Sequence(lambda n: f"entree-{n}")
    label_fr = factory.LazyAttribute(lambda row: row.slug.replace("-", " ").title())
    sort_order = factory.Sequence(int)


class ThemeFactory(VocabularyFactory):
    class Meta:
        model = models.Theme


class StageFactory(VocabularyFactory):
    class Meta:
        model = models.Stage


class AudienceFactory(VocabularyFactory):
    class Meta:
        model = models.Audience


class SectorFactory(VocabularyFactory):
    class Meta:
        model = models.Sector


class JobFactory(VocabularyFactory):
    class Meta:
        model = models.Job


class PublicFactory(VocabularyFactory):
    class Meta:
        model = models.Public


class FunderFactory(VocabularyFactory):
    class Meta:
        model = models.Funder


class TerritoryFactory(DjangoModelFactory):
    """A commune, or with a trait another level made of ``communes``."""

    class Meta:
        model = models.Territory
        skip_postgeneration_save = True

    class Params:
        departement = factory.Trait(level=TerritoryLevel.DEPARTEMENT)
        epci = factory.Trait(level=TerritoryLevel.EPCI)
        region = factory.Trait(level=TerritoryLevel.REGION)
        country = factory.Trait(level=TerritoryLevel.COUNTRY, code="")

    level = TerritoryLevel.COMMUNE
    code = factory.Sequence(lambda n: f"9{n:04d}")
    name = factory.LazyAttribute(lambda row: f"Territoire {row.code}")

    @factory.post_generation
    def communes(row, create, communes, **kwargs):
        if create and communes:
            row.communes.set(communes)


class LegalReferenceFactory(DjangoModelFactory):
    class Meta:
        model = models.LegalReference

    slug = factory.Sequence(lambda n: f"ccp-l{n}")
    code = "Code de la commande publique"
    article = factory.Sequence(lambda n: f"L. {n}")
    title = "Ce que dit l’article"


class GlossaryTermFactory(DjangoModelFactory):
    class Meta:
        model = models.GlossaryTerm

    slug = factory.Sequence(lambda n: f"terme-{n}")
    term_fr = factory.LazyAttribute(lambda row: row.slug.replace("-", " ").title())
    definition_fr = "Une définition courte."
