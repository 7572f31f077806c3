import stat

import pytest
from django.contrib.auth import authenticate
from wagtail.models import Page

from portal.operations import demonstration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def editor():
    assert demonstration.make_editor()
    password = demonstration.password_file().read_text().strip()
    return authenticate(username=demonstration.USERNAME, password=password)


def test_the_password_is_readable_by_its_owner_alone(editor):
    mode = demonstration.password_file().stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_publishes_pages_and_is_no_superuser(editor, client, settings):
    assert not editor.is_superuser
    assert not editor.is_staff
    home = Page.objects.filter(depth=2).first()
    rights = home.permissions_for_user(editor)
    assert rights.can_edit()
    assert rights.can_add_subpage()
    assert rights.can_publish_subpage()
    client.force_login(editor)
    assert client.get(f"/{settings.ADMIN_PATH}/").status_code == 200
    refused = client.get(f"/{settings.ADMIN_PATH}/users/", follow=True)
    assert refused.redirect_chain, "may not manage users"


@pytest.mark.parametrize("screen", ["images/", "documents/", "pages/"])
def test_has_the_screens_of_content(editor, client, settings, screen):
    client.force_login(editor)
    assert client.get(f"/{settings.ADMIN_PATH}/{screen}").status_code == 200


def test_edits_vocabularies(editor):
    assert editor.has_perm("core.change_theme")
    assert not editor.has_perm("users.add_user")


def test_a_second_run_changes_nothing(editor):
    password = demonstration.password_file().read_text()
    assert not demonstration.make_editor()
    assert demonstration.password_file().read_text() == password


def test_a_lost_password_is_made_again(editor):
    demonstration.password_file().unlink()
    demonstration.make_editor()
    password = demonstration.password_file().read_text().strip()
    assert authenticate(username=demonstration.USERNAME, password=password)


def test_static_files_are_collected_again_when_one_changes(settings, tmp_path):
    settings.PROJECT = tmp_path
    (tmp_path / "requirements.lock").write_text("a==1")
    rules = tmp_path / demonstration.STATIC_RULES
    rules.parent.mkdir(parents=True)
    rules.write_text("")
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    (tmp_path / "static").mkdir()
    style = tmp_path / "static" / "portal.css"
    style.write_text("a {}")
    before = demonstration.static_files_digest()
    assert demonstration.static_files_digest() == before
    style.write_text("b {}")
    assert demonstration.static_files_digest() != before
