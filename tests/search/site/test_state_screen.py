"""The administrators' screen: who sees it, what it says, and its button."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search.indexing.drain import drain
from search.indexing.rebuild import rebuild_index
from search.models import IndexBuild, SearchEntry
from tests.factories import GuidancePageFactory, UserFactory

SCREEN, RETRY = "/gestion/search-state/", "/gestion/search-state/retry/"


def _signed_in(*codenames: str) -> Client:
    group = Group.objects.create(name="Exploitation")
    for codename in ("access_admin", *codenames):
        group.permissions.add(Permission.objects.get(codename=codename))
    user = UserFactory()
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def refused(db: None) -> SearchEntry:
    GuidancePageFactory(published=True)
    rebuild_index()
    entry = SearchEntry.objects.filter(kind="fiche").get()
    entry.version += 1
    entry.attempts, entry.last_error = 10, "Champ <b>inconnu</b>"
    entry.save()
    return entry


def test_its_address_is_known(db: None) -> None:
    assert reverse("search_state") == SCREEN
    assert reverse("search_state_retry") == RETRY


@pytest.mark.django_db
class TestWhoSeesIt:
    def test_nobody_without_the_right(self, client) -> None:
        assert client.get(SCREEN).status_code == 302
        editor = _signed_in()
        assert editor.get(SCREEN).status_code in {302, 403}
        assert SCREEN not in editor.get("/gestion/").content.decode()

    def test_to_see_is_not_to_retry(self, refused: SearchEntry) -> None:
        watcher = _signed_in("view_indexbuild")
        page = watcher.get(SCREEN)
        assert page.status_code == 200
        assert RETRY not in page.content.decode()
        watcher.post(RETRY)
        refused.refresh_from_db()
        assert refused.attempts == 10


@pytest.mark.django_db
class TestWhatItSays:
    def test_all_is_well(self, admin_client) -> None:
        GuidancePageFactory(published=True)
        rebuild_index()
        page = admin_client.get(SCREEN).content.decode()
        assert "La recherche fonctionne" in page
        assert "Tantivy" in page
        assert "jamais" not in page
        assert "Documents dans l’index" in page

    def test_what_was_refused_and_why(self, admin_client, refused: SearchEntry) -> None:
        page = admin_client.get(SCREEN).content.decode()
        assert refused.document_id in page
        assert "Champ &lt;b&gt;inconnu" in page
        assert "mise de côté" in page
        assert "La recherche fonctionne" not in page

    def test_a_wrong_address_and_its_remedy(self, admin_client, settings) -> None:
        settings.SEARCH_URL = "elasticsearch://portal:hunter2@host:port/portail"
        response = admin_client.get(SCREEN)
        page = response.content.decode()
        assert response.status_code == 200
        assert "Le port de SEARCH_URL" in page
        assert "hunter2" not in page
        # What an engine that does not answer holds is not known: it is not nothing.
        assert "Documents dans l’index" not in page

    def test_a_constant_number_of_queries(
        self, admin_client, refused: SearchEntry, django_assert_num_queries
    ) -> None:
        admin_client.get(SCREEN)
        with CaptureQueriesContext(connection) as few:
            admin_client.get(SCREEN)
        for number in range(30):
            SearchEntry.objects.create(
                document_id=f"x-{number}", kind="x", attempts=3, version=2
            )
        with django_assert_num_queries(len(few)):
            admin_client.get(SCREEN)


@pytest.mark.django_db
class TestItsButton:
    def test_tries_again_what_was_set_aside(
        self, admin_client, refused: SearchEntry, django_capture_on_commit_callbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            page = admin_client.post(RETRY, follow=True).content.decode()
        refused.refresh_from_db()
        assert refused.attempts == 0
        assert refused.applied_version == refused.version
        assert "ligne" in page
        assert "La recherche fonctionne" in page

    def test_is_no_link(self, admin_client) -> None:
        assert admin_client.get(RETRY).status_code == 405


@pytest.mark.django_db
def test_a_rebuild_under_way_is_shown(admin_client) -> None:
    build = IndexBuild.take("embedded")
    assert build is not None
    build.go_on(12, 345)
    assert "12 sur 345" in admin_client.get(SCREEN).content.decode()
    assert IndexBuild.take("embedded") is None
    build.give_back()
    assert IndexBuild.take("embedded") is not None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("solr://u:hunter2@host/x", "SEARCH_URL ne commence pas"),
        ("elasticsearch://u:hunter2@host:port/x", "Le port de SEARCH_URL"),
        ("elasticsearch://u:hunter2@127.0.0.1:1/x", "Rien ne répond"),
    ],
)
class TestAWrongAddress:
    def test_is_said_by_check_and_stops_nothing(
        self, settings, capsys, url, said
    ) -> None:
        settings.SEARCH_URL = url
        call_command("check")
        printed = "".join(capsys.readouterr())
        assert said in printed
        assert "hunter2" not in printed

    @pytest.mark.django_db
    @pytest.mark.parametrize("command", ["rebuild_search_index", "search_doctor"])
    def test_is_said_by_commands(self, settings, capsys, url, said, command) -> None:
        settings.SEARCH_URL = url
        with pytest.raises(SystemExit) as ended:
            call_command(command)
        assert ended.value.code == 2
        printed = "".join(capsys.readouterr())
        assert said in printed
        assert "hunter2" not in printed

    @pytest.mark.django_db
    def test_visitors_are_answered_by_the_database(
        self, settings, client, url, said
    ) -> None:
        page = GuidancePageFactory(published=True, title="Allotir un marché")
        drain()
        settings.SEARCH_URL = url
        response = client.get("/fr/recherche/", {"q": "allotir"})
        assert response.status_code == 200
        assert page.url in response.content.decode()
        assert "hunter2" not in response.content.decode()
