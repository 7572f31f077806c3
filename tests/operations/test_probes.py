import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.parametrize("method", ["get", "head"])
class TestLive:
    def test_looks_at_nothing(self, client, method):
        # No database mark: a query would fail this test.
        response = getattr(client, method)("/live", headers={"host": "10.0.0.7:8000"})
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"


class TestReady:
    @pytest.mark.django_db
    def test_answers_any_host(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(2):
            response = client.get("/ready", headers={"host": "10.0.0.7:8000"})
        assert response.status_code == 200
        assert response.json()["migrations"] == "applied"

    def test_fails_without_its_database(self, client, monkeypatch):
        def refuse(*args: object) -> None:
            raise OperationalError("connection refused for user=portal")

        monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)
        response = client.get("/ready")
        assert response.status_code == 503
        assert response.json() == {"status": "unavailable", "database": "down"}

    @pytest.mark.django_db
    def test_fails_while_a_migration_is_to_apply(self, client):
        MigrationRecorder(connection).record_unapplied("search", "0001_initial")
        response = client.get("/ready")
        assert response.status_code == 503
        assert response.json()["migrations"] == "to apply"

    @pytest.mark.django_db
    def test_does_not_depend_on_the_search_engine(self, client, settings):
        settings.SEARCH_URL = "embedded://nowhere/at/all"
        assert client.get("/ready").status_code == 200


def test_other_methods_are_refused(client):
    assert client.post("/live").status_code == 405


@pytest.mark.django_db
def test_near_addresses_are_pages(client):
    assert client.get("/live/").status_code in {301, 302, 404}
