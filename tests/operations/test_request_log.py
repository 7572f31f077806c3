import logging

import pytest
from django.conf import settings

from portal.operations.request_log import HEADER
from tests.factories import StandardPageFactory

LOGGER = "portal.requests"


@pytest.fixture
def lines(caplog):
    """What was logged of each request."""
    caplog.set_level(logging.INFO, logger=LOGGER)
    return lambda: [entry for entry in caplog.records if entry.name == LOGGER]


class TestTheIdentifier:
    def test_is_that_of_the_proxy(self, client):
        response = client.get("/live", headers={HEADER: "abc-12345678"})
        assert response[HEADER] == "abc-12345678"

    @pytest.mark.parametrize("given", ["short", "a" * 65, "é" * 10, "a b c d e f", ""])
    def test_is_our_own_when_the_given_one_is_unfit(self, client, given):
        response = client.get("/live", headers={HEADER: given})
        assert response[HEADER] != given
        assert len(response[HEADER]) == 32

    def test_differs_from_request_to_request(self, client):
        first, second = (client.get("/live")[HEADER] for _ in range(2))
        assert first != second


@pytest.mark.django_db
class TestTheLine:
    def test_tells_a_page_and_how_long_it_took(self, client, lines):
        page = StandardPageFactory(published=True)
        client.get(page.url)
        (line,) = lines()
        assert (line.method, line.status, line.route) == ("GET", 200, "wagtail_serve")
        assert line.path == page.url
        assert line.duration_ms > 0
        assert line.user_id is None

    def test_knows_who_is_signed_in_by_number_alone(self, admin, admin_client, lines):
        admin_client.get(f"/{settings.ADMIN_PATH}/")
        (line,) = lines()
        assert line.user_id == admin.pk
        assert admin.username not in str(line.__dict__.values())

    def test_tells_nothing_of_what_is_searched(self, client, lines):
        client.get("/fr/recherche/?q=hunter2")
        (line,) = lines()
        assert line.status == 200
        assert "hunter2" not in str(line.__dict__)

    def test_tells_no_address_that_a_visitor_made_up(self, client, lines):
        client.get("/fr/marie.durand@example.org/")
        (line,) = lines()
        assert line.status == 404
        assert "marie" not in str(line.__dict__)

    def test_is_written_when_the_page_fails(self, client, lines, monkeypatch):
        def fail(*args: object, **kwargs: object) -> None:
            raise RuntimeError("broken")

        monkeypatch.setattr("portal.home.models.HomePage.serve", fail)
        client.raise_request_exception = False
        client.get("/fr/")
        (line,) = lines()
        assert line.status == 500

    def test_asks_the_database_nothing(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get("/live")


@pytest.mark.django_db
def test_probes_and_files_that_are_well_are_not_told(client, lines):
    client.get("/live")
    client.get("/static/dsfr/dist/dsfr.main.min.css").close()
    assert lines() == []
