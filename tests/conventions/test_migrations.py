import pytest
from django.core.management import call_command

from tests.conventions.project_files import text_of, tracked

APPS = {path.removesuffix("apps.py") for path in tracked() if path.endswith("/apps.py")}
ALLOWED = {
    # The first pages are made once the tables of every app are there.
    "portal/home/migrations/0002_first_pages.py",
    # Written by hand, it stays when the tables' own is made again.
    "portal/core/migrations/0002_words_without_accents.py",
}


@pytest.mark.django_db
def test_are_in_step_with_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_app_has_one_until_the_first_release():
    later = [
        path
        for path in tracked()
        if "/migrations/" in path
        and not path.endswith(("/__init__.py", "/0001_initial.py"))
        and path not in ALLOWED
    ]
    assert later == [], "Delete the app's 0001_initial.py and make it again."


def test_data_steps_use_historical_models():
    importing = [
        path
        for path in tracked()
        if "/migrations/" in path
        and "RunPython" in text_of(path)
        and any(
            f"from {app.strip('/').replace('/', '.')}" in text_of(path) for app in APPS
        )
    ]
    assert importing == [], "Use apps.get_model(): the models of today will change."
