"""What is due goes live; what cannot is kept for its author, and stops nothing."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from portal.core.publishing import gaps_allowed
from portal.core.scheduling import REFUSED, standing_refusal
from portal.operations.publication import ScheduledPublication
from tests.factories import LeverPageFactory, PracticePageFactory, translated

pytestmark = pytest.mark.django_db


def due(page: Page) -> Page:
    """``page`` with a version whose date has come, whatever it lacks."""
    page.go_live_at = timezone.now() + timedelta(hours=1)
    with gaps_allowed():
        page.save_revision().publish()
    past = timezone.now() - timedelta(minutes=1)
    revision = page.get_latest_revision()
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    return Page.objects.get(pk=page.pk)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_what_is_due_goes_live():
    page = due(PracticePageFactory())
    call_command("publish_scheduled")
    assert is_live(page)


def test_what_lacks_something_is_refused_and_stops_nothing(capsys):
    refused = due(PracticePageFactory(title="À finir", problem=""))
    complete = due(PracticePageFactory())
    call_command("publish_scheduled")
    assert is_live(complete)
    assert not is_live(refused)
    assert "À finir" in capsys.readouterr().err


def test_the_refusal_is_kept_once_in_the_history():
    page = due(PracticePageFactory(problem=""))
    for _turn in range(3):
        call_command("publish_scheduled")
    entry = PageLogEntry.objects.get(page=page, action=REFUSED)
    assert "problème" in " ".join(entry.data["messages"])


def test_the_editor_is_told_until_it_is_mended(admin_client):
    page = due(PracticePageFactory(problem=""))
    call_command("publish_scheduled")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    told = " ".join(map(str, admin_client.get(url).context["messages"]))
    assert "n’a pas été publiée à sa date" in told
    mended = page.specific
    mended.problem, mended.go_live_at = "Trop peu d’heures.", None
    mended.save_revision().publish()
    assert standing_refusal(page) == []
    assert not list(admin_client.get(url).context["messages"])


def test_the_history_says_it_in_words(admin_client):
    page = due(PracticePageFactory(problem=""))
    call_command("publish_scheduled")
    url = reverse("wagtailadmin_pages:history", args=[page.pk])
    assert "Non publiée à sa date" in admin_client.get(url).content.decode()


def test_a_source_goes_live_before_its_translation():
    source = LeverPageFactory()
    translation = due(translated(source))
    source = due(source)
    call_command("publish_scheduled")
    assert is_live(source)
    assert is_live(translation)


def test_what_has_expired_is_withdrawn_with_its_translations():
    source = LeverPageFactory(published=True)
    translation = translated(source, published=True)
    Page.objects.filter(pk=source.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )
    call_command("publish_scheduled")
    for page in (source, translation):
        page = Page.objects.get(pk=page.pk)
        assert not page.live
        assert page.expired


def test_a_dry_run_changes_nothing(capsys):
    page = due(PracticePageFactory())
    call_command("publish_scheduled", "--dryrun")
    assert not is_live(page)


def test_the_worker_keeps_refusals_for_the_editor():
    refused = due(PracticePageFactory(problem=""))
    complete = due(PracticePageFactory())
    worker = ScheduledPublication()
    for _turn in range(2):
        worker.run()
    assert is_live(complete)
    assert standing_refusal(refused)
    assert PageLogEntry.objects.filter(page=refused, action=REFUSED).count() == 1
