from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from post_office.models import Email

from portal.operations import jobs
from portal.operations.models import Job
from portal.operations.publication import ScheduledPublication
from search.models import SearchEntry
from tests.factories import ContactFactory, StandardPageFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class TestTakingAJob:
    def test_only_one_worker_has_it(self):
        assert Job.take("x", lease=HOUR)
        assert not Job.take("x", lease=HOUR)

    def test_it_may_be_taken_again_once_given_back(self):
        Job.take("x", lease=HOUR)
        Job.give_back("x")
        assert Job.take("x", lease=HOUR)

    def test_a_worker_that_died_keeps_it_no_longer_than_its_lease(self):
        Job.take("x", lease=-HOUR)
        assert Job.take("x", lease=HOUR)

    def test_it_waits_for_its_next_date(self):
        Job.take("x", lease=HOUR)
        Job.give_back("x", due_at=timezone.now() + HOUR)
        assert not Job.take("x", lease=HOUR)


class TestScheduledPublication:
    @pytest.fixture
    def scheduled(self):
        page = StandardPageFactory(title="Embargo", summary="x" * 50)
        page.go_live_at = timezone.now() + HOUR
        page.save_revision().publish()
        page.refresh_from_db()
        assert not page.live
        return page

    def pass_time(self, page):
        page.revisions.update(approved_go_live_at=timezone.now() - HOUR)
        revision = page.latest_revision
        revision.content["go_live_at"] = (timezone.now() - HOUR).isoformat()
        revision.save()

    def test_nothing_happens_before_the_date(self, scheduled):
        assert ScheduledPublication().run() == 0
        scheduled.refresh_from_db()
        assert not scheduled.live

    def test_a_page_goes_live_at_its_date_once(self, scheduled):
        self.pass_time(scheduled)
        assert ScheduledPublication().run() == 1
        assert ScheduledPublication().run() == 0
        scheduled.refresh_from_db()
        assert scheduled.live

    def test_a_page_is_withdrawn_at_its_date(self):
        page = StandardPageFactory(published=True)
        type(page).objects.update(expire_at=timezone.now() - HOUR)
        assert ScheduledPublication().run() == 1
        page.refresh_from_db()
        assert not page.live
        assert page.expired

    def test_another_worker_at_it_is_left_alone(self, scheduled):
        self.pass_time(scheduled)
        Job.take("publication", lease=HOUR)
        assert ScheduledPublication().run() == 0

    def test_a_page_that_cannot_go_live_holds_up_no_other(self, scheduled, caplog):
        self.pass_time(scheduled)
        refused = StandardPageFactory(title="Vide", summary="")
        revision = refused.save_revision()
        revision.approved_go_live_at = timezone.now() - 2 * HOUR
        revision.save()
        publication = ScheduledPublication()
        assert publication.run() == 1
        publication.run()
        scheduled.refresh_from_db()
        refused.refresh_from_db()
        assert scheduled.live
        assert not refused.live
        said = [r for r in caplog.records if "Refused" in r.getMessage()]
        assert len(said) == 1, "what cannot be done is said once, not at each try"


class TestPassedDates:
    def entry(self, day: timedelta) -> SearchEntry:
        return SearchEntry.objects.create(
            document_id=f"page-{day.days}",
            kind="page",
            object_id="1",
            language="fr",
            applied_version=1,
            recheck_on=timezone.localdate() + day,
        )

    def test_entries_are_marked_once_a_day(self):
        yesterday = self.entry(timedelta(days=-1))
        tomorrow = self.entry(timedelta(days=1))
        assert jobs.recheck_passed_dates() == 1
        assert jobs.recheck_passed_dates() == 0
        yesterday.refresh_from_db()
        tomorrow.refresh_from_db()
        assert (yesterday.version, tomorrow.version) == (2, 1)
        due = Job.objects.get(name="recheck").due_at
        assert timezone.now() < due <= timezone.now() + timedelta(days=1)

    def test_persons_whom_nobody_asked_again_are_named_no_longer(self):
        kept = ContactFactory(named=True, informed_on=timezone.localdate())
        lapsed = ContactFactory(named=True, informed_on=date(2020, 1, 1))
        jobs.recheck_passed_dates()
        for contact in (kept, lapsed):
            contact.refresh_from_db()
        assert (kept.is_named, lapsed.is_named) == (True, False)


class TestMails:
    @pytest.fixture(autouse=True)
    def kept(self, settings):
        # Django's test runner puts its own in place of the one that keeps mails.
        settings.EMAIL_BACKEND = "post_office.EmailBackend"

    @pytest.fixture
    def waiting(self):
        mail.send_mail("Bonjour", "Texte", None, ["a@example.org"])
        return Email.objects.get()

    @pytest.fixture
    def broken_server(self, settings):
        settings.POST_OFFICE = {
            **settings.POST_OFFICE,
            "BACKENDS": {"default": "tests.operations.test_jobs.BrokenBackend"},
        }

    def test_are_kept_until_the_worker_sends_them(self, waiting):
        assert mail.outbox == []
        assert jobs.send_one_mail() == 1
        assert [message.subject for message in mail.outbox] == ["Bonjour"]
        assert jobs.send_one_mail() == 0

    def test_are_tried_again_for_a_day(self, waiting, broken_server, settings):
        assert jobs.send_one_mail() == 1
        waiting.refresh_from_db()
        assert waiting.number_of_retries == 1
        assert waiting.scheduled_time > timezone.now()
        office = settings.POST_OFFICE
        assert office["MAX_RETRIES"] * office["RETRY_INTERVAL"] >= timedelta(days=1)

    def test_are_sent_by_one_worker_at_a_time(self, waiting):
        Job.take("mails", lease=HOUR)
        assert jobs.send_one_mail() == 0
        assert mail.outbox == []

    def test_are_noted_one_by_one(self, settings):
        for number in range(3):
            mail.send_mail(f"{number}", "Texte", None, ["a@example.org"])
        assert jobs.send_one_mail() == 1
        assert len(mail.outbox) == 1


class BrokenBackend:
    def __init__(self, *args, **kwargs):
        pass

    def open(self):
        raise OSError("no such server")

    def close(self):
        pass

    def send_messages(self, messages):
        raise OSError("no such server")
