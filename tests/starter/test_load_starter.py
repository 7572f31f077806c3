"""`load_starter` makes a portal one can read, once, and respects what people did."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from wagtail.models import Page

from directory.models import ActorPage, Coverage
from knowledge.enums import RoleKind
from knowledge.models import GuidancePage, LeverPage, PracticePage, RolePage
from portal.core.enums import Trust
from portal.core.models import ContentPage, GlossaryTerm, Territory, Theme
from portal.core.publishing import missing_for_publication
from portal.home.models import HomePage
from training.models import Session

pytestmark = pytest.mark.usefixtures("starter", "db")


def told(command: str) -> dict[str, int]:
    out = StringIO()
    call_command(command, "--json", stdout=out)
    found: dict[str, int] = json.loads(out.getvalue())
    return found


def content_pages() -> list[ContentPage]:
    pages = Page.objects.live().filter(locale__language_code="fr").specific()
    return [page for page in pages if isinstance(page, ContentPage)]


class TestTheCommands:
    def test_tell_scripts_what_they_loaded(self) -> None:
        assert told("load_starter") == {"territories": 0, "rows": 0, "pages": 0}
        assert told("load_demo")["sessions"] > 0
        assert told("load_demo") == {"sessions": 0}


class TestPages:
    def test_are_live_and_lack_nothing(self) -> None:
        pages = content_pages()
        assert len(pages) > 90
        gaps = {page.slug: missing_for_publication(page) for page in pages}
        assert not {slug: found for slug, found in gaps.items() if found}

    def test_all_say_that_nobody_validated_them(self) -> None:
        assert {page.trust for page in content_pages()} == {Trust.UNREAD}

    def test_keep_the_links_between_them(self) -> None:
        poei = LeverPage.objects.get(slug="poei")
        assert poei.combinations.exclude(lever=None).exists()
        assert RolePage.objects.filter(steps__tool__isnull=False).exists()
        assert PracticePage.objects.filter(buyer__isnull=False).exists()
        first_day = RolePage.objects.get(slug="facilitateur").first_day
        sheet = GuidancePage.objects.get(
            slug="calibrer-les-heures", locale__language_code="fr"
        )
        assert f'<a linktype="page" id="{sheet.pk}">' in first_day

    def test_leave_actors_to_be_confirmed(self) -> None:
        assert not ActorPage.objects.filter(confirmed_on__isnull=False).exists()

    def test_say_who_is_cited_where_and_that_nobody_asked_them(self) -> None:
        rows = Coverage.objects.all()
        assert rows.count() == 7
        assert all(row.source_url and row.source_label for row in rows)
        assert not rows.filter(checked_on__isnull=False).exists()
        assert all(row.territory in row.actor.areas.all() for row in rows)

    def test_fill_every_column_of_the_role_matrix(self) -> None:
        roles = RolePage.objects.annotate(rows=Count("steps"))
        assert {role.role for role in roles if role.rows} == set(RoleKind.values)


class TestTerritories:
    @pytest.mark.parametrize(
        ("level", "number"),
        [
            ("region", 1),
            ("departement", 5),
            ("arrondissement", 26),
            ("epci", 92),
            ("zone-emploi", 24),
            ("pays", 1),
        ],
    )
    def test_are_those_of_the_region(self, level: str, number: int) -> None:
        assert Territory.objects.filter(level=level).count() == number

    def test_every_commune_lies_in_one_departement(self) -> None:
        communes = Territory.objects.communes().annotate(number=Count("containers"))
        assert communes.count() > 3700
        # region, département, arrondissement, employment zone and, but for a few
        # communes that belong to none, an intermunicipality.
        assert set(communes.values_list("number", flat=True)) <= {4, 5}


class TestLoadingAgain:
    def test_changes_nothing(self) -> None:
        before = Page.objects.count(), GlossaryTerm.objects.count()
        call_command("load_starter", "--force", verbosity=0)
        assert (Page.objects.count(), GlossaryTerm.objects.count()) == before

    def test_keeps_what_people_wrote(self) -> None:
        page = GuidancePage.objects.filter(locale__language_code="fr").first()
        page.title = "Un titre choisi par une personne"
        page.save_revision().publish()
        theme = Theme.objects.first()
        theme.label_fr = "Un libellé choisi par une personne"
        theme.save()
        call_command("load_starter", "--force", verbosity=0)
        page.refresh_from_db()
        theme.refresh_from_db()
        assert page.title == "Un titre choisi par une personne"
        assert theme.label_fr == "Un libellé choisi par une personne"

    def test_does_not_bring_back_what_people_deleted(self) -> None:
        LeverPage.objects.get(slug="afpr").combinations.all().delete()
        page = GuidancePage.objects.get(slug="repere-elus")
        page.delete()
        GlossaryTerm.objects.get(slug="tih").delete()
        Coverage.objects.filter(territory__value="epci-200043495").delete()
        ActorPage.objects.get(slug="amie-boulonnais").delete()
        call_command("load_starter", "--force", verbosity=0)
        assert not GuidancePage.objects.filter(slug="repere-elus").exists()
        assert not GlossaryTerm.objects.filter(slug="tih").exists()
        assert Coverage.objects.count() == 5


class TestTranslations:
    def test_show_english_words_and_french_facts(self) -> None:
        sheets = GuidancePage.objects.filter(locale__language_code="en")
        assert sheets.count() == 3
        for sheet in sheets:
            assert sheet.live
            assert sheet.title != sheet.facts.title
            assert sheet.facts.locale.language_code == "fr"

    def test_include_a_home_page_and_an_easy_sheet(self) -> None:
        languages = HomePage.objects.live().values_list(
            "locale__language_code", flat=True
        )
        assert set(languages) >= {"fr", "en", "fr-x-falc"}
        assert (
            GuidancePage.objects.live()
            .filter(locale__language_code="fr-x-falc")
            .exists()
        )


class TestExamples:
    def test_come_only_when_asked_and_are_marked(self) -> None:
        assert not Session.objects.exists()
        call_command("load_demo", verbosity=0)
        assert Session.objects.upcoming().count() >= 8
        assert not Session.objects.filter(example=False).exists()
        call_command("load_demo", verbosity=0)
        assert Session.objects.count() == 10
