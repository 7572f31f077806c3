"""Pictures are served as pages show them, originals to editors, and nothing else."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model

from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def kept():
    """Keeps a file under a name, and returns its address."""
    names = []

    def kept(name):
        names.append(default_storage.save(name, ContentFile(b"content")))
        return default_storage.url(names[-1])

    yield kept
    for name in names:
        default_storage.delete(name)


@pytest.fixture
def picture(kept):
    return kept("images/chantier.width-1200.webp")


@pytest.fixture
def get(client):
    def get(path, **headers):
        response = client.get(path, secure=True, headers=headers)
        response.content_read = b"".join(response) if response.streaming else b""
        return response

    return get


class TestAPicture:
    def test_is_served_for_a_day_without_a_session(self, get, picture):
        response = get(picture)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/webp"
        assert response["Cache-Control"] == "public, max-age=86400"
        assert not response.cookies

    def test_runs_nothing_in_a_browser(self, get, picture):
        response = get(picture)
        assert response.status_code == 200
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "script-src 'self'" in response["Content-Security-Policy"]

    def test_is_sent_as_it_is_with_its_length(self, get, picture):
        response = get(picture, accept_encoding="gzip")
        assert "Content-Encoding" not in response
        assert int(response["Content-Length"]) == len(response.content_read)

    def test_is_not_sent_again_to_who_has_it(self, get, picture):
        seen = get(picture)["Last-Modified"]
        assert get(picture, if_modified_since=seen).status_code == 304

    def test_may_not_be_a_drawing_with_a_script(self, admin_client):
        file = SimpleUploadedFile("a.svg", SVG, content_type="image/svg+xml")
        admin_client.post(
            f"/{settings.ADMIN_PATH}/images/add/",
            {"title": "Dessin", "file": file},
            secure=True,
        )
        assert not get_image_model().objects.exists()


class TestAnOriginal:
    def test_is_for_who_edits(self, client, get, kept):
        original = kept("original_images/chantier.png")
        asked_who = get(original)
        assert asked_who.status_code == 302
        assert f"/{settings.ADMIN_PATH}/login/" in asked_who["Location"]
        client.force_login(UserFactory(admin=True))
        response = get(original)
        assert response.status_code == 200
        assert "private" in response["Cache-Control"]


class TestNothingElse:
    def test_a_document_is_reached_by_its_own_address_alone(self, get, kept):
        assert get(kept("documents/secret.pdf")).status_code in {302, 404}

    @pytest.mark.parametrize(
        "path",
        [
            "images/../documents/secret.txt",
            "images/%2e%2e/documents/secret.txt",
            "images/../../portal.sqlite3",
            "images//etc/passwd",
            "images/",
            "",
        ],
    )
    def test_no_path_leads_out_of_the_folder(self, get, path):
        assert get(f"/media/{path}").status_code in {302, 400, 404}
