"""Fields that search: thousands of rows, a few shown, none lost."""

import pytest
from django.urls import reverse

from portal.core.choosing import fold
from portal.core.models import Territory, Theme
from portal.core.widgets import SearchMany, SearchOne
from tests.core.forms import fields_of, form_data, save
from tests.factories import (
    GroupFactory,
    JobFactory,
    LegalReferenceFactory,
    LeverPageFactory,
    TerritoryFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def ask(client, model: str, **query: str) -> dict:
    url = reverse("portal_choices", args=model.split("."))
    return client.get(url, query).json()


def labels(client, model: str, **query: str) -> list[str]:
    return [choice["label"] for choice in ask(client, model, **query)["choices"]]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Saint-Étienne-au-Mont", "saint etienne au mont"),
        ("L’Œuvre", "l oeuvre"),
        ("  ", ""),
        ("L. 2112-2", "l 2112 2"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


class TestTerritories:
    @pytest.fixture(autouse=True)
    def places(self):
        communes = [
            TerritoryFactory(name="Douai", code="59178", postcodes="59500"),
            TerritoryFactory(name="Ribécourt-la-Tour", code="59500", postcodes="59159"),
            TerritoryFactory(name="Saint-Omer", code="62765", postcodes="62500"),
        ]
        TerritoryFactory(epci=True, name="Douaisis Agglo", code="200044618")
        TerritoryFactory(departement=True, name="Nord", code="59", communes=communes)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("douai", ["Douai", "Douaisis Agglo"]),
            ("DOUAÏ", ["Douai", "Douaisis Agglo"]),
            ("59500", ["Douai", "Ribécourt-la-Tour"]),
            ("ribecourt tour", ["Ribécourt-la-Tour"]),
            ("st omer", []),
            ("omer", ["Saint-Omer"]),
            ("zzz", []),
        ],
    )
    def test_by_name_code_and_postcode(self, admin_client, query, found):
        assert labels(admin_client, "core.territory", q=query) == found

    def test_wider_ones_come_first_when_nothing_is_typed(self, admin_client):
        assert labels(admin_client, "core.territory")[0] == "Nord"

    def test_of_one_level(self, admin_client):
        found = labels(admin_client, "core.territory", q="douai", level="commune")
        assert found == ["Douai"]

    def test_an_unknown_level_holds_nobody_back(self, admin_client):
        assert labels(admin_client, "core.territory", q="douai", level="x") == []

    def test_a_new_one_is_found_at_once(self, admin_client):
        assert labels(admin_client, "core.territory", q="lens") == []
        TerritoryFactory(name="Lens")
        assert labels(admin_client, "core.territory", q="lens") == ["Lens"]

    def test_the_rest_is_counted(self, admin_client):
        for number in range(40):
            TerritoryFactory(name=f"Hameau {number}")
        answer = ask(admin_client, "core.territory", q="hameau")
        assert len(answer["choices"]) == 30
        assert answer["more"] == 10

    def test_the_form_lists_only_what_is_chosen(self, admin_client):
        page = LeverPageFactory(territories=[TerritoryFactory(name="Lens")])
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        html = admin_client.get(url).content.decode()
        assert "Lens" in html
        assert "Ribécourt" not in html


class TestVocabularies:
    def test_children_are_shown_below_their_parent(self, admin_client):
        parent = ThemeFactory(label_fr="Publics")
        ThemeFactory(label_fr="Jeunes", parent=parent)
        assert labels(admin_client, "core.theme", q="jeunes") == ["Publics › Jeunes"]
        assert len(labels(admin_client, "core.theme", q="publics")) == 2

    def test_the_order_of_the_editors_stands(self, admin_client):
        ThemeFactory(label_fr="Zèbre", sort_order=1)
        ThemeFactory(label_fr="Abeille", sort_order=2)
        assert labels(admin_client, "core.theme") == ["Zèbre", "Abeille"]

    def test_jobs_by_code(self, admin_client):
        JobFactory(label_fr="Nettoyage", code="K2204")
        assert labels(admin_client, "core.job", q="k22") == ["Nettoyage"]

    @pytest.mark.parametrize("query", ["L2112-2", "l. 2112-2", "2112", "conditions"])
    def test_articles_however_they_are_written(self, admin_client, query):
        LegalReferenceFactory(article="L. 2112-2", title="Conditions d’exécution")
        LegalReferenceFactory(article="L. 3114-2", title="Concessions")
        (found,) = labels(admin_client, "core.legalreference", q=query)
        assert "2112-2" in found


class TestAddress:
    @pytest.mark.parametrize("model", ["core.stamp", "users.user", "x.y", "auth.group"])
    def test_offers_nothing_else(self, admin_client, model):
        url = reverse("portal_choices", args=model.split("."))
        assert admin_client.get(url, follow=True).status_code == 404

    def test_is_for_those_who_enter_the_admin(self, client):
        url = reverse("portal_choices", args=["core", "theme"])
        assert client.get(url).status_code == 302
        client.force_login(UserFactory(groups=[GroupFactory(pages=[])]))
        assert client.get(url).status_code == 200

    @pytest.mark.parametrize("query", ["\x00", "'", "%", "_" * 9000, "<b>", "🙂"])
    def test_stands_any_text(self, admin_client, query):
        ThemeFactory()
        assert "choices" in ask(admin_client, "core.theme", q=query)


class TestWidget:
    def test_keeps_the_choice_of_one(self):
        row = ThemeFactory(label_fr="Insertion")
        html = SearchOne(Theme).render("theme", row.pk, {"id": "id_theme"})
        assert fields_of(html) == {"theme": str(row.pk)}
        assert "Insertion" in html

    def test_says_which_kind_of_territory_was_chosen(self):
        row = TerritoryFactory(name="Laon")
        html = SearchOne(Territory).render("territory", row.pk, {"id": "id_t"})
        assert 'data-hint="Commune · ' in html

    def test_keeps_the_order_of_several(self):
        one, two = ThemeFactory(), ThemeFactory()
        html = SearchMany(Theme).render("themes", [two.pk, one.pk], {"id": "id_t"})
        assert fields_of(html) == {"themes": [str(two.pk), str(one.pk)]}

    @pytest.mark.parametrize("value", [None, "", [], ["x"], ["999999"], ["-1"]])
    def test_shows_nothing_for_what_is_not_there(self, value):
        html = SearchMany(Theme).render("themes", value, {"id": "id_t"})
        assert "<option" not in html

    def test_reads_no_row_that_is_not_chosen(self, django_assert_num_queries):
        ThemeFactory()
        with django_assert_num_queries(0):
            SearchMany(Theme).render("themes", [], {"id": "id_t"})

    def test_unknown_rows_are_refused(self, admin, admin_client):
        page = LeverPageFactory()
        data = form_data(page, admin, themes=["999999"])
        response = save(admin_client, page, data, "")
        assert "themes" in response.context["form"].errors
