"""The import in the admin: a file, what it would change, a confirmation, a report."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from directory.models import ActorPage, DirectoryIndexPage
from portal.core.models import ImportRun
from tests.directory.importing.reading import SIRETS
from tests.factories import (
    ActorPageFactory,
    GroupFactory,
    UserFactory,
    first_index,
)
from tests.templates.reading import words
from training.models import TrainingIndexPage

pytestmark = pytest.mark.django_db

INDEX = "import_actors:index"
TABLE = (
    "N° SIRET;Catégorie;Dénomination\n"
    f"{SIRETS[0]};ACI;Été\n"
    f"{SIRETS[1]};EI;Déjà là\n"
    "123;ACI;Faux\n"
)


def brought(client: Client, text: str = TABLE, **options: str) -> HttpResponse:
    parent = first_index(DirectoryIndexPage).pk
    file = SimpleUploadedFile("siae.csv", text.encode("cp1252"))
    data = {"file": file, "parent": parent, **options}
    return client.post(reverse(INDEX), data, follow=True)


def said(response: HttpResponse) -> str:
    return words(BeautifulSoup(response.content, "html.parser").find("main"))


@pytest.fixture
def run(admin_client) -> ImportRun:
    ActorPageFactory(published=True, siret=SIRETS[1], kinds=["aci"])
    brought(admin_client, publish="on")
    return ImportRun.objects.get()


def test_the_menu_and_the_directory_lead_to_it(admin_client):
    index = first_index(DirectoryIndexPage)
    url = reverse("wagtailadmin_explore", args=[index.pk])
    assert reverse(INDEX) in admin_client.get(url).content.decode()


def test_it_shows_what_the_file_would_change(admin_client, run):
    assert not ActorPage.objects.filter(siret=SIRETS[0]).exists()
    page = said(admin_client.get(reverse("import_actors:run", args=[run.pk])))
    for part in ("cp1252", "point-virgule", "Été", "Déjà là", "123", "14"):
        assert part in page


def test_nothing_is_written_before_it_is_confirmed(admin_client, run):
    admin_client.post(reverse("import_actors:confirm", args=[run.pk]))
    page = ActorPage.objects.get(siret=SIRETS[0])
    assert (page.title, page.live) == ("Été", True)
    assert ActorPage.objects.get(siret=SIRETS[1]).kinds == ["aci", "ei"]
    report = admin_client.get(reverse("import_actors:report", args=[run.pk]))
    assert ";SIRET;123;" in report.content.decode()
    assert "attachment" in report["Content-Disposition"]
    done = admin_client.get(reverse("import_actors:run", args=[run.pk]))
    assert "sont des brouillons" in said(done)
    listing = reverse("wagtailadmin_pages:type_use", args=["directory", "actorpage"])
    assert f'href="{listing}"' in done.content.decode()
    assert "Été" in admin_client.get(listing).content.decode()


def test_fields_are_told_in_words(admin_client):
    text = "nom;type;territoires\nUne structure;ACI;Nulle part\n"
    response = brought(admin_client, text, publish="on")
    page = BeautifulSoup(response.content, "html.parser")
    told = {row.find_all("td")[1].text.strip() for row in page.select("tbody tr")}
    assert "Où il intervient\u00a0: Nulle part" in told


def test_columns_are_said_by_hand(admin_client):
    brought(admin_client, "a;b\nUne structure;ACI\n")
    run = ImportRun.objects.get()
    assert run.state == run.State.REFUSED
    url = reverse("import_actors:columns", args=[run.pk])
    admin_client.post(url, {"column-0": "name", "column-1": "type"})
    admin_client.post(reverse("import_actors:confirm", args=[run.pk]))
    assert ActorPage.objects.get().title == "Une structure"


def test_a_kind_and_a_source_for_the_whole_file(admin_client):
    brought(admin_client, "nom\nUne structure\n", type="esat", source="FINESS, 2026")
    run = ImportRun.objects.get()
    admin_client.post(reverse("import_actors:confirm", args=[run.pk]))
    page = ActorPage.objects.get()
    assert page.kinds == ["esat"]
    assert page.sources[0].value["label"] == "FINESS, 2026"


def test_one_imports_where_one_may_add():
    index = first_index(DirectoryIndexPage)
    space = index.add_child(instance=DirectoryIndexPage(title="Un réseau"))
    client = Client()
    client.force_login(UserFactory(groups=[GroupFactory(pages=[space])]))
    form = client.get(reverse(INDEX)).context["options_form"]
    assert list(form.fields["parent"].queryset) == [space]
    response = brought(client)
    assert "parent" in response.context["options_form"].errors
    assert not ImportRun.objects.exists()


def test_it_is_closed_to_who_may_add_none():
    client = Client()
    group = GroupFactory(pages=[first_index(TrainingIndexPage)])
    client.force_login(UserFactory(groups=[group]))
    assert client.get(reverse(INDEX)).status_code in {302, 403}


def test_a_run_is_seen_by_who_brought_it(run):
    other = Client()
    other.force_login(UserFactory(admin=True))
    url = reverse("import_actors:run", args=[run.pk])
    assert other.get(url, follow=True).status_code == 404
