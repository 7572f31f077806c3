"""The engine is down, slow, overloaded or answers in part: nothing is lost, visitors
are answered and told, and it comes back by itself."""

import pytest
from django.core.management import call_command

from portal.operations.worker import Worker
from search.indexing.doctor import examine
from search.indexing.rebuild import rebuild_index
from search.models import SearchEntry
from tests.factories import GuidancePageFactory
from tests.search.faults.proxy import CUT, Call, Fault
from tests.search.faults.site import Site, degraded

pytestmark = pytest.mark.elasticsearch

# Seconds: longer than any search has patience for.
MUTE = 5


@pytest.fixture
def page(site: Site):
    made = GuidancePageFactory(published=True, title="La clause sociale")
    rebuild_index()
    return made


# R1
def test_what_is_published_withdrawn_and_deleted_during_an_outage_arrives(site):
    pages = GuidancePageFactory.create_batch(15, published=True)
    rebuild_index()
    site.proxy.always(CUT)
    for change in [
        *(lambda: GuidancePageFactory(published=True) for _ in range(50)),
        *(page.unpublish for page in pages[:10]),
        *(page.delete for page in pages[10:]),
    ]:
        asked = len(site.proxy.calls)
        change()
        # Whoever publishes never waits for the engine.
        assert len(site.proxy.calls) == asked
        site.drain()
    assert site.pending() >= 65
    assert not SearchEntry.objects.exclude(attempts=0).exists()
    # What nobody may see is gone at once, even from the database's answers.
    assert not SearchEntry.objects.filter(
        object_id__in=[str(page.pk) for page in pages], visible=True
    ).exists()
    site.proxy.heal()
    site.drain()
    assert site.pending() == 0
    assert site.agrees()
    assert examine().healthy


# R2. What visitors wait is in the benchmark ("outage").
def test_a_mute_engine_is_waited_for_once_then_left_alone_and_asked_again_by_itself(
    site, page
):
    assert not degraded(site.search("clause"))
    site.proxy.always(Fault(delay=MUTE))
    asked = len(site.proxy.calls)
    found = site.search("clause")
    assert degraded(found)
    assert [hit.title for hit in found.hits] == [page.title]
    for _ in range(20):
        assert degraded(site.search("clause"))
    assert len(site.proxy.calls) == asked + 1
    for _ in range(40):
        site.later(1)
        assert degraded(site.search("clause"))
    # Looked at after 2 seconds, then 4, 8 and 16: never by each visitor.
    assert asked + 4 <= len(site.proxy.calls) <= asked + 6
    site.proxy.heal()
    assert site.comes_back()


def test_a_refused_connection_costs_visitors_one_vain_call_and_closes_nothing(
    site, page
):
    site.proxy.always(CUT)
    for _ in range(20):
        asked = len(site.proxy.calls)
        assert degraded(site.search("clause"))
        assert len(site.proxy.calls) <= asked + 1
    site.proxy.heal()
    assert not degraded(site.search("clause"))


# R4
def test_an_index_deleted_under_load_is_never_guessed_nor_taken_for_an_empty_one(
    site, page
):
    for name in site.indices():
        site.engine.client.indices.delete(index=name)
    other = GuidancePageFactory(published=True, title="Une autre clause")
    assert site.drain() == 0
    assert site.indices() == []
    found = site.search("clause")
    assert degraded(found)
    assert {hit.title for hit in found.hits} == {page.title, other.title}
    Worker().run_once()
    assert len(site.indices()) == 1
    assert not degraded(site.search("clause"))
    assert site.agrees()


# R6
@pytest.mark.parametrize(
    "partial", [{"timed_out": True}, {"_shards": {"total": 2, "failed": 1}}]
)
def test_a_partial_answer_is_a_failure_and_never_a_smaller_count(site, page, partial):
    site.proxy.fault = lambda call: Fault(
        changed=lambda answer: {**answer, **partial} if call.is_search else answer
    )
    found = site.search("clause")
    assert degraded(found)
    assert found.total == 1


def test_a_partial_answer_is_refused_by_the_server_too(site, page):
    site.search("clause")
    searches = [call for call in site.proxy.calls if call.is_search]
    assert searches
    assert all("allow_partial_search_results=false" in c.path for c in searches)


# R8
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, "es_rejected_execution_exception"),
        (429, "cluster_block_exception"),
        (403, "cluster_block_exception"),
        (503, "unavailable_shards_exception"),
        (401, "security_exception"),
        (500, "some_failure"),
    ],
)
def test_an_overloaded_or_full_server_sets_nothing_aside(site, page, status, kind):
    site.proxy.always(Fault(status=status, kind=kind))
    page.title = "La clause nouvelle"
    page.save()
    for _ in range(12):
        site.drain()
    assert degraded(site.search("nouvelle"))
    assert not SearchEntry.objects.exclude(attempts=0).exists()
    site.proxy.heal()
    site.drain()
    assert [hit.title for hit in site.search("nouvelle").hits] == [page.title]


def test_a_disk_at_its_flood_stage_stops_no_publication_and_loses_nothing(site, page):
    page.title = "La clause nouvelle"
    with site.full_disk():
        page.save()
        for _ in range(12):
            site.drain()
        assert site.pending() >= 1
        assert not SearchEntry.objects.exclude(attempts=0).exists()
    site.drain()
    assert [hit.title for hit in site.search("nouvelle").hits] == [page.title]


def test_a_failure_is_not_asked_again_in_a_storm(site, page):
    site.proxy.always(Fault(status=503))
    before = len(site.proxy.calls)
    site.search("clause")
    assert len(site.proxy.calls) == before + 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (CUT, "Rien ne répond"),
        (Fault(body={"it": "works"}, headers={}), "n’est pas Elasticsearch"),
        (Fault(status=404, headers={}), ""),
        (Fault(status=401, kind="security_exception"), "refuse l’utilisateur"),
        (Fault(status=403, kind="security_exception"), "n’en donne pas le droit"),
        (
            Fault(body={"version": {"number": "7.17.0"}}),
            "Elasticsearch 7.17.0",
        ),
    ],
)
def test_what_is_wrong_with_a_server_is_said_with_its_remedy(
    site, page, capsys, fault: Fault, said: str
):
    def only_root(call: Call) -> Fault:
        return fault if call.path == "/" or fault.cut else Fault()

    site.proxy.fault = only_root
    call_command("check")
    printed = "".join(capsys.readouterr())
    assert said in printed
    assert "search.W001" in printed
