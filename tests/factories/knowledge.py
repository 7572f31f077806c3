import factory
from factory.django import DjangoModelFactory

from knowledge import models
from knowledge.enums import LeverNature, LeverStatus, RoleKind, ToolKind
from tests.factories.core import FunderFactory, StageFactory
from tests.factories.pages import ContentPageFactory, under


class PracticePageFactory(ContentPageFactory):
    class Meta:
        model = models.PracticePage

    parent = under(models.PracticeIndexPage)
    title = factory.Sequence(lambda n: f"Pratique {n}")
    problem = "Peu d’heures d’insertion sur les petits lots."
    done = "Un lot de nettoyage a été réservé."


class ToolPageFactory(ContentPageFactory):
    class Meta:
        model = models.ToolPage

    parent = under(models.ToolIndexPage)
    title = factory.Sequence(lambda n: f"Outil {n}")
    kind = ToolKind.TEMPLATE
    purpose = "Suivre les heures réalisées."


class LeverPageFactory(ContentPageFactory):
    class Meta:
        model = models.LeverPage

    class Params:
        open = factory.Trait(status=LeverStatus.OPEN)

    parent = under(models.LeverIndexPage)
    title = factory.Sequence(lambda n: f"Levier {n}")
    nature = LeverNature.GRANT


class GuidancePageFactory(ContentPageFactory):
    class Meta:
        model = models.GuidancePage

    parent = under(models.FrameworkIndexPage)
    title = factory.Sequence(lambda n: f"Fiche {n}")
    question = "Suis-je concerné ?"
    short_answer = "Oui, au-dessus du seuil."


class RolePageFactory(ContentPageFactory):
    class Meta:
        model = models.RolePage

    parent = under(models.FrameworkIndexPage)
    title = factory.Sequence(lambda n: f"Rôle {n}")
    role = RoleKind.FACILITATOR
    mission = "Conseiller l’acheteur et suivre les heures."


class DecisionStepFactory(DjangoModelFactory):
    class Meta:
        model = models.DecisionStep

    question = "Le marché dépasse-t-il le seuil ?"
    if_yes = "La clause est obligatoire."
    if_no = "Elle reste possible."


class RoleStepFactory(DjangoModelFactory):
    class Meta:
        model = models.RoleStep

    stage = factory.SubFactory(StageFactory)
    what = "Relit le cahier des charges."


class LeverFunderFactory(DjangoModelFactory):
    class Meta:
        model = models.LeverFunder

    funder = factory.SubFactory(FunderFactory)


class LeverCombinationFactory(DjangoModelFactory):
    class Meta:
        model = models.LeverCombination

    lever = factory.SubFactory(LeverPageFactory)


class PracticeOrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.PracticeOrganisation

    name = "Une association"


class PracticeReuseFactory(DjangoModelFactory):
    class Meta:
        model = models.PracticeReuse

    name = "Un autre territoire"


class ToolReuseFactory(DjangoModelFactory):
    class Meta:
        model = models.ToolReuse

    name = "Un autre territoire"
