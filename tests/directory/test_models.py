import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from directory.models import ActorPage
from tests.core.forms import form_data, save
from tests.factories import (
    ActivityFactory,
    ActorPageFactory,
    SectorFactory,
    TerritoryFactory,
    translated,
)

pytestmark = pytest.mark.django_db


def offered(client: Client, query: str) -> list[str]:
    url = reverse("portal_choices", args=["directory", "actorpage"])
    answer = client.get(url, {"q": query}).json()
    return [choice["label"] for choice in answer["choices"]]


def test_kinds_keep_their_order_and_have_labels():
    page = ActorPageFactory(kinds=["esat", "aci"])
    assert page.kinds == ["aci", "esat"]
    assert page.kind_labels[0].endswith("(ACI)")


def test_an_unknown_kind_is_refused():
    page = ActorPageFactory.build(parent=None, kinds=["aci", "x"])
    with pytest.raises(ValidationError) as refused:
        page.clean_fields()
    assert "kinds" in refused.value.error_dict


def test_a_wrong_siret_is_told_beside_its_field(admin, admin_client):
    page = ActorPageFactory()
    response = save(
        admin_client, page, form_data(page, admin, siret="12345678901234"), ""
    )
    assert "siret" in response.context["form"].errors


def test_areas_networks_and_activities_are_saved(admin, admin_client):
    commune, network = TerritoryFactory(), ActorPageFactory()
    page = ActorPageFactory(activities=[ActivityFactory.build(sector=SectorFactory())])
    data = form_data(
        page,
        admin,
        areas=[commune.pk],
        networks=[network.pk],
        commune=commune.pk,
        siret="35600000000048",
    )
    save(admin_client, page, data, "publish")
    page = ActorPage.objects.get(pk=page.pk)
    assert list(page.areas.all()) == [commune]
    assert list(page.networks.all()) == [network]
    assert page.commune == commune
    assert page.activities.count() == 1


def test_only_a_commune_is_a_commune(admin, admin_client):
    page = ActorPageFactory()
    region = TerritoryFactory(region=True)
    response = save(admin_client, page, form_data(page, admin, commune=region.pk), "")
    assert "commune" in response.context["form"].errors


class TestChoosing:
    @pytest.fixture
    def network(self) -> ActorPage:
        return ActorPageFactory(
            title="Réseau des régies", siret="35600000000048", postcode="59000"
        )

    @pytest.mark.parametrize("query", ["régies", "reseau", "35600000", "59000"])
    def test_finds_by_name_siret_and_postcode(self, admin_client, network, query):
        ActorPageFactory(title="Autre chose")
        assert offered(admin_client, query) == ["Réseau des régies"]

    def test_offers_source_pages_only(self, admin_client, network):
        translated(network, title="Network")
        assert offered(admin_client, "") == ["Réseau des régies"]
        assert offered(admin_client, "Network") == []

    @pytest.mark.parametrize(
        "query", ["'", '"', "*", "\x00", "a" * 5000, "😀", "-", "()"]
    )
    def test_stands_any_text(self, admin_client, network, query):
        assert isinstance(offered(admin_client, query), list)
