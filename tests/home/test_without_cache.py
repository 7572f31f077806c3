"""R22: a cache that is away or empty is missed by nobody."""

import pytest
from django.core.cache import cache

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/fr/", "/fr/recherche/?q=insertion", "/ready"])
def test_pages_are_served_without_it(client, cache_away, address):
    assert client.get(address).status_code == 200


def test_who_is_signed_in_stays_so_once_it_is_emptied(admin_client):
    cache.clear()
    assert admin_client.get("/gestion/").status_code == 200


def test_who_is_signed_in_stays_so_while_it_is_away(admin_client, cache_away):
    assert admin_client.get("/gestion/").status_code == 200
