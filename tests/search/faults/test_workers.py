"""Workers killed at the worst moment, transactions rolled back, old news that comes
late: the index ends as the database is."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import permutations

import pytest
from django.conf import settings as project
from django.db import transaction

from search.indexing.background import held_back
from search.indexing.drain import prepare, send
from search.indexing.entries import note, pending_entries
from search.indexing.rebuild import rebuild_index
from search.models import SearchEntry
from tests.factories import GuidancePageFactory
from tests.search.faults.proxy import CUT, FINE, Call, Fault
from tests.search.faults.site import Site

pytestmark = pytest.mark.elasticsearch

PATIENCE = 90


class Processes:
    """Commands of the portal on the rows that the test committed."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def start(self, *command: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=project.PROJECT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> str:
        process = self.start(*command)
        printed, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        return printed


@pytest.fixture
def site(committed: None, behind_a_proxy: Site) -> Site:
    return behind_a_proxy


@pytest.fixture
def processes(
    site: Site, own_process: Callable[[], dict[str, str]], settings
) -> Callable[[], Processes]:
    def made() -> Processes:
        return Processes(
            {
                **own_process(),
                "DJANGO_SETTINGS_MODULE": "tests.search.faults.process_settings",
                "FAULTS_SEARCH_URL": settings.SEARCH_URL,
            }
        )

    return made


class Trap:
    """Holds the first bulk request, before or after the server did it, until the
    process that sent it is dead."""

    def __init__(self, *, after: bool) -> None:
        self.after = after
        self.reached, self.dead = threading.Event(), threading.Event()

    def __call__(self, call: Call) -> Fault:
        if not call.is_bulk or self.dead.is_set():
            return FINE
        if self.after:
            return Fault(changed=self._hold)
        self._hold({})
        return CUT

    def _hold(self, answer: dict[str, object]) -> dict[str, object]:
        self.reached.set()
        self.dead.wait(PATIENCE)
        return answer


# R9
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_worker_killed_around_its_call_leaves_each_document_once(
    site, processes, after
):
    page = GuidancePageFactory(published=True, title="La clause")
    rebuild_index()
    with held_back():
        page.title = "La clause nouvelle"
        page.save()
        GuidancePageFactory(published=True, title="Une autre")
    assert site.pending() >= 2
    ours = processes()
    trap = Trap(after=after)
    site.proxy.fault = trap
    worker = ours.start("worker")
    assert trap.reached.wait(PATIENCE)
    worker.kill()
    worker.communicate(timeout=PATIENCE)
    trap.dead.set()
    ours.run("worker", "--once")
    found = json.loads(ours.run("search_doctor", "--json"))
    assert found["healthy"]
    answer = json.loads(ours.run("search", "clause nouvelle", "--json"))
    assert answer["engine"] == "elasticsearch"
    assert [hit["title"] for hit in answer["hits"]] == ["La clause nouvelle"]


def test_a_rebuild_killed_half_way_leaves_the_old_index_and_one_orphan_at_most(
    site, processes
):
    GuidancePageFactory.create_batch(3, published=True)
    rebuild_index()
    (served,) = site.indices()
    ours = processes()
    trap = Trap(after=True)
    site.proxy.fault = trap
    rebuild = ours.start("rebuild_search_index")
    assert trap.reached.wait(PATIENCE)
    rebuild.kill()
    rebuild.communicate(timeout=PATIENCE)
    trap.dead.set()
    assert served in site.indices()
    assert len(site.indices()) == 2
    assert json.loads(ours.run("search", "--json"))["engine"] == "elasticsearch"
    assert json.loads(ours.run("search_doctor", "--json"))["healthy"]


# R10
def test_a_publication_rolled_back_leaves_neither_row_nor_document(site):
    GuidancePageFactory(published=True)
    rebuild_index()
    before = SearchEntry.objects.count()

    def fail() -> None:
        with transaction.atomic():
            GuidancePageFactory(published=True)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert SearchEntry.objects.count() == before
    assert site.pending() == 0
    assert site.agrees()


# R11
def test_four_events_that_arrive_in_any_order_end_as_the_database_is(site):
    rebuild_index()
    for order in permutations(range(4)):
        with held_back():
            page = GuidancePageFactory(published=True, title="Un")
            batches = [prepare(pending_entries(10))]
            page.unpublish()
            batches.append(prepare(pending_entries(10)))
            page.title = "Deux"
            page.save_revision().publish()
            batches.append(prepare(pending_entries(10)))
            page.delete()
            batches.append(prepare(pending_entries(10)))
        assert all(batch.changes for batch in batches)
        for place in order:
            note(send(batches[place], site.engine), batches[place].entries)
        site.drain()
        assert site.pending() == 0
        assert site.agrees()
