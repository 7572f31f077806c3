"""Run in a process of its own, on committed rows, as the site runs: what a test inside
one transaction cannot show. ``python -m tests.search.indexing.in_a_process CHECK``
prints what it saw as JSON."""

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from unittest import mock

import django

django.setup()

from django.conf import settings  # noqa: E402 - after the setup
from django.db import connections, transaction  # noqa: E402 - after the setup
from wagtail.models import PageViewRestriction, Site  # noqa: E402 - after the setup

from knowledge.models import GuidancePage  # noqa: E402 - after the setup
from portal.core import models  # noqa: E402 - after the setup
from search.engines import current_engine  # noqa: E402 - after the setup
from search.indexing.background import Drainer  # noqa: E402 - after the setup
from search.indexing.drain import drain, pending_entries  # noqa: E402 - after the setup
from search.indexing.marks import mark_everything, mark_pages  # noqa: E402 - after the setup
from search.models import SearchEntry  # noqa: E402 - after the setup
from training.models import Session  # noqa: E402 - after the setup

PATIENCE = 60


class Killed(BaseException):
    """What a kill looks like from within."""


def cut_saves() -> dict[str, bool]:
    """For each model, whether a save cut before its mark or stamp left nothing."""
    settings.SEARCH_DRAIN = "never"
    page = GuidancePage.objects.get(title="A")
    restriction = PageViewRestriction(page=page, restriction_type="login")
    provenance = models.Provenance(page=page, source_label="s", source_id="1")
    rows: list[tuple[Any, str, str]] = [
        (Session.objects.get(), "place", "mark_objects"),
        (models.Theme.objects.get(), "label_fr", "mark_pages"),
        (models.Territory.objects.get(), "name", "mark_pages"),
        (models.LegalReference.objects.get(), "title", "mark_pages"),
        (page, "title", "mark_pages"),
        (provenance, "source_label", "mark_pages"),
        (restriction, "password", "mark_pages"),
        (Site.objects.get(), "site_name", "mark_everything"),
    ]
    seen = {}
    for row, name, mark in rows:
        with mock.patch(f"search.indexing.triggers.{mark}", side_effect=Killed):
            seen[type(row).__name__] = left_nothing(row, name)
    for row, name in [
        (models.GlossaryTerm.objects.get(), "term_fr"),
        (models.Theme.objects.get(), "label_fr"),
    ]:
        with mock.patch.object(models.Stamp, "advance", side_effect=Killed):
            seen[f"{type(row).__name__} and its stamp"] = left_nothing(row, name)
    return seen


def left_nothing(row: Any, name: str) -> bool:
    setattr(row, name, "Changed")
    try:
        row.save()
    except Killed:
        pass
    else:
        return False
    return not type(row).objects.filter(**{name: "Changed"}).exists()


def parallel_saves() -> dict[str, Any]:
    """Twenty threads publish at once while another drains."""
    ids = list(GuidancePage.objects.order_by("pk").values_list("pk", flat=True))

    def publish(number: int) -> None:
        for turn in range(3):
            page = GuidancePage.objects.get(pk=ids[number])
            page.title = f"Page {number}, turn {turn}"
            page.save_revision().publish()

    seen = {"errors": at_once(20, publish), **end()}
    titles = SearchEntry.objects.filter(kind="fiche").values_list("title", flat=True)
    return {**seen, "titles": sorted(titles)}


def crossing_writers() -> dict[str, Any]:
    """Eight threads change what the same pages show, and two drain."""
    ids = list(GuidancePage.objects.values_list("pk", flat=True))
    themes = list(models.Theme.objects.values_list("pk", flat=True))

    def rename_theme(chance: Random, words: str) -> None:
        theme = models.Theme.objects.get(pk=chance.choice(themes))
        theme.label_fr = words
        theme.save()

    def publish(chance: Random, words: str) -> None:
        page = GuidancePage.objects.get(pk=chance.choice(ids))
        page.title = words
        page.save_revision().publish()

    def mark_some(chance: Random, words: str) -> None:
        with transaction.atomic():
            mark_pages(chance.sample(ids, 15))

    def mark_all(chance: Random, words: str) -> None:
        with transaction.atomic():
            mark_everything()

    def write(number: int) -> None:
        chance = Random(number)  # noqa: S311 - the same at each run
        for turn in range(8):
            if number >= 8:
                drain()
            act = chance.choice([rename_theme, publish, mark_some, mark_all])
            act(chance, f"Words {number}, {turn}")

    return {"errors": at_once(10, write), **end()}


def at_once(count: int, act: Callable[[int], None]) -> list[str]:
    """Run ``act`` in as many threads, started together; return what failed."""
    start = threading.Barrier(count)

    def run(number: int) -> str:
        try:
            start.wait(PATIENCE)
            act(number)
        except Exception:  # noqa: BLE001 - told to the test
            return traceback.format_exc()
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(count) as threads:
        return [error for error in threads.map(run, range(count)) if error]


def end() -> dict[str, bool]:
    """Whether all was applied, and the index holds what the database says."""
    settled = wait_until(lambda: not pending_entries(1))
    drain()
    visible = SearchEntry.objects.filter(visible=True)
    found = sorted(visible.values_list("document_id", flat=True))
    return {"settled": settled, "found": sorted(current_engine().ids()) == found}


def fork() -> dict[str, bool]:
    """A process forked from one whose thread drains has a thread of its own."""
    drain_of_thread, under_way = Drainer.drain, threading.Lock()

    def drain_alone(drainer: Drainer) -> None:
        with under_way:
            drain_of_thread(drainer)

    Drainer.drain = drain_alone  # type: ignore[method-assign]  # in this process alone
    parent = rename_and_wait("A", "By the parent")
    # A connection is never shared with a child, not even that of the thread.
    with under_way:
        connections.close_all()
        child = os.fork()
    if child == 0:
        os._exit(0 if rename_and_wait("By the parent", "By the child") else 1)
    _, status = os.waitpid(child, 0)
    again = rename_and_wait("By the child", "By the parent again")
    return {"parent": parent, "child": status == 0, "again": again}


def rename_and_wait(old: str, new: str) -> bool:
    page = GuidancePage.objects.get(title=old)
    page.title = new
    page.save()
    entries = SearchEntry.objects.filter(object_id=str(page.pk), title=new)
    return wait_until(lambda: entries.exists() and not pending_entries(1))


def wait_until(held: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not (seen := held()) and time.monotonic() < end:
        time.sleep(0.02)
    return seen


if __name__ == "__main__":
    check: Callable[[], Any] = globals()[sys.argv[1]]
    print(json.dumps(check()))  # noqa: T201 - read by the test
