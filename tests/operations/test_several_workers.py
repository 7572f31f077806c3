"""Any number of workers: each job is done, once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from post_office import mail

from tests.factories import GuidancePageFactory


@pytest.fixture
def run(in_a_process: Callable[[str, str], Any]) -> Callable[[str], Any]:
    return lambda check: in_a_process("tests.operations.in_a_process", check)


def test_one_of_those_who_ask_at_the_same_moment_has_the_job(run):
    assert run("takers") == 1


def test_one_prepares_the_site_at_a_time_and_the_dead_hold_nothing(run):
    assert run("preparers") == {"held": True, "refused": True, "again": True}


def test_what_waits_is_done_once(run):
    due = timezone.now() - timedelta(minutes=1)
    for page in GuidancePageFactory.create_batch(5):
        page.go_live_at = due
        page.save_revision(approved_go_live_at=due)
    for _ in range(5):
        mail.send("a@example.org", "portail@example.org", subject="S", message="M")
    seen = run("workers")
    assert seen["errors"] == []
    assert (seen["live"], seen["published"]) == (5, 5)
    assert (seen["sent"], seen["sendings"]) == (5, 5)
