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
from typing import Any
from unittest import mock

import django

django.setup()

from django.conf import settings  # noqa: E402 - after the setup
from django.db import connections  # noqa: E402
from wagtail.models import PageViewRestriction, Site  # noqa: E402

from knowledge.models import GuidancePage  # noqa: E402
from portal.core import models  # noqa: E402
from search.engines import current_engine  # noqa: E402
from search.indexing.background import Drainer  # noqa: E402
from search.indexing.drain import drain, pending_entries  # noqa: E402
from search.models import SearchEntry  # noqa: E402
from training.models import Session  # noqa: E402

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
    start = threading.Barrier(20)

    def publish(number: int) -> str:
        try:
            start.wait(PATIENCE)
            for turn in range(3):
                page = GuidancePage.objects.get(pk=ids[number])
                page.title = f"Page {number}, turn {turn}"
                page.save_revision().publish()
        except Exception:  # noqa: BLE001 - told to the test
            return traceback.format_exc()
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(20) as threads:
        errors = [error for error in threads.map(publish, range(20)) if error]
    settled = wait_until(lambda: not pending_entries(1))
    drain()
    titles = sorted(
        SearchEntry.objects.filter(kind="fiche").values_list("title", flat=True)
    )
    visible = SearchEntry.objects.filter(visible=True)
    return {
        "errors": errors,
        "settled": settled,
        "titles": titles,
        "found": sorted(current_engine().ids())
        == sorted(visible.values_list("document_id", flat=True)),
    }


def fork() -> dict[str, bool]:
    """A process forked from one whose thread drains has a thread of its own."""
    drain_of_thread, under_way = Drainer.drain, threading.Lock()

    def drain_alone(drainer: Drainer) -> None:
        with under_way:
            drain_of_thread(drainer)

    Drainer.drain = drain_alone  # type: ignore[method-assign]
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
