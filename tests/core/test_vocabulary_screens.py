"""The screens of vocabularies: labels per language, order by dragging, fixed slugs."""

import pytest
from django.urls import reverse

from portal.core.models import GlossaryTerm, Stage, Territory, Theme
from portal.core.stamps import VOCABULARIES, read_stamps
from portal.core.viewsets import ReferenceGroup, VocabularyGroup
from tests.core.forms import fields_of
from tests.factories import (
    GlossaryTermFactory,
    StageFactory,
    TerritoryFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

MODELS = [cls.model for cls in (*VocabularyGroup.items, *ReferenceGroup.items)]


def address(model, name: str, *args: object) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


@pytest.mark.parametrize("model", MODELS)
class TestEachScreen:
    def test_opens(self, admin_client, model):
        for name in ("list", "add"):
            assert admin_client.get(address(model, name)).status_code == 200

    def test_searches(self, admin_client, model):
        url = address(model, "list")
        for query in ("insertion", "é", "'", "%"):
            assert admin_client.get(url, {"q": query}).status_code == 200


class TestOrder:
    @pytest.fixture
    def rows(self) -> list[Stage]:
        return [StageFactory(slug=slug, sort_order=0) for slug in "abcd"]

    def order(self) -> list[str]:
        return list(Stage.objects.values_list("slug", flat=True))

    def drag(self, client, row: Stage, position: object):
        url = address(Stage, "reorder", row.pk)
        return client.post(f"{url}?position={position}")

    def test_moves_down_and_up(self, admin_client, rows):
        self.drag(admin_client, rows[0], 2)
        assert self.order() == ["b", "c", "a", "d"]
        self.drag(admin_client, rows[3], 0)
        assert self.order() == ["d", "b", "c", "a"]

    @pytest.mark.parametrize("position", ["", "99", "-1", "x"])
    def test_any_other_position_is_the_end(self, admin_client, rows, position):
        self.drag(admin_client, rows[0], position)
        assert self.order() == ["b", "c", "d", "a"]

    def test_tells_those_who_keep_it_in_memory(self, admin_client, rows):
        before = read_stamps().get(VOCABULARIES)
        self.drag(admin_client, rows[0], 1)
        assert read_stamps()[VOCABULARIES] != before

    def test_an_unknown_row_is_not_found(self, admin_client, rows):
        url = address(Stage, "reorder", 999999)
        response = admin_client.post(f"{url}?position=1", follow=True)
        assert response.status_code == 404

    def test_a_new_entry_comes_last(self, admin_client, rows):
        data = {"label_fr": "Bilan", "slug": "bilan", "label_en": "", "label_nl": ""}
        admin_client.post(address(Stage, "add"), data)
        assert self.order()[-1] == "bilan"

    def test_the_list_can_be_dragged_at_once(self, admin_client, rows):
        html = admin_client.get(address(Stage, "list")).content.decode()
        assert "w-orderable" in html


class TestEntries:
    def test_a_french_label_is_asked(self, admin_client):
        data = {"label_fr": "", "label_en": "Review", "label_nl": "", "slug": "bilan"}
        response = admin_client.post(address(Stage, "add"), data)
        assert "label_fr" in response.context["form"].errors

    def test_the_slug_never_changes(self, admin_client):
        row = StageFactory(slug="bilan", label_fr="Bilan")
        data = {"label_fr": "Bilan final", "label_en": "", "label_nl": "", "slug": "x"}
        admin_client.post(address(Stage, "edit", row.pk), data)
        row.refresh_from_db()
        assert (row.slug, row.label_fr) == ("bilan", "Bilan final")

    def test_two_levels_and_no_more(self, admin_client):
        parent = ThemeFactory()
        child = ThemeFactory(parent=parent)
        html = admin_client.get(address(Theme, "add")).content.decode()
        assert f'<option value="{parent.pk}"' in html
        assert f'<option value="{child.pk}"' not in html

    def test_an_entry_with_children_stays_at_the_first_level(self, admin_client):
        parent, other = ThemeFactory(), ThemeFactory()
        ThemeFactory(parent=parent)
        url = address(Theme, "edit", parent.pk)
        data = fields_of(admin_client.get(url).content.decode())
        response = admin_client.post(url, {**data, "parent": other.pk})
        assert "parent" in response.context["form"].errors

    def test_labels_are_read_in_the_language_of_the_reader(self, admin_client):
        ThemeFactory(label_fr="Insertion", label_en="Inclusion")
        html = admin_client.get(address(Theme, "list")).content.decode()
        assert "Insertion" in html


class TestTerritories:
    def test_level_and_code_never_change(self, admin_client):
        row = TerritoryFactory(name="Douai")
        url = address(Territory, "edit", row.pk)
        data = fields_of(admin_client.get(url).content.decode())
        admin_client.post(url, {**data, "name": "Douai (59)", "code": "1"})
        row.refresh_from_db()
        assert (row.name, row.code) == ("Douai (59)", data["code"])

    def test_a_perimeter_is_made_of_communes(self, admin_client):
        communes = [TerritoryFactory(), TerritoryFactory()]
        data = {
            "name": "Bassin minier",
            "level": "perimetre",
            "code": "bassin-minier",
            "communes": [row.pk for row in communes],
        }
        admin_client.post(address(Territory, "add"), data)
        row = Territory.objects.get(value="perimetre-bassin-minier")
        assert set(row.communes.all()) == set(communes)

    def test_an_epci_is_not_a_commune_of_a_perimeter(self, admin_client):
        data = {
            "name": "Bassin minier",
            "level": "perimetre",
            "code": "bassin-minier",
            "communes": [TerritoryFactory(epci=True).pk],
        }
        response = admin_client.post(address(Territory, "add"), data)
        assert "communes" in response.context["form"].errors


def test_the_glossary_is_searched_by_variant(admin_client):
    GlossaryTermFactory(term_fr="Structure d’insertion", variants="SIAE\nstructure")
    GlossaryTermFactory(term_fr="Autre")
    response = admin_client.get(address(GlossaryTerm, "list"), {"q": "siae"})
    assert [row.term_fr for row in response.context["object_list"]] == [
        "Structure d’insertion"
    ]
