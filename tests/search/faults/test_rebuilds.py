"""Rebuilds that are killed, doubled, overtaken or of another form."""

import itertools

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from knowledge.models import GuidancePage
from portal.operations.bench.changing import ACTS
from portal.operations.bench.corpus import generate
from search.engines.base import Change, EngineUnavailable
from search.engines.elasticsearch import ElasticsearchEngine, indices, mapping
from search.indexing import rebuild
from search.indexing.doctor import examine
from search.indexing.rebuild import rebuild_index
from search.models import IndexBuild, SearchEntry
from search.service import suggest
from tests.factories import GuidancePageFactory
from tests.search.engines.corpus import changes, document
from tests.search.faults.proxy import CUT, FINE, Call, Fault
from tests.search.faults.site import Site, degraded

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def pages(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rebuild, "BATCH", 4)
    made = GuidancePageFactory.create_batch(12, published=True)
    rebuild_index()
    return made


# R3
@pytest.mark.parametrize("call", ["bulk", "refresh", "aliases"])
def test_an_engine_killed_during_a_rebuild_keeps_serving_the_old_index(
    site, pages, call
):
    before = site.indices()
    paths = {"bulk": "/_bulk", "refresh": "/_refresh", "aliases": "/_aliases"}
    dead = itertools.count()

    def fault(seen: Call) -> Fault:
        if paths[call] in seen.path or next(dead) > 100:
            site.proxy.always(CUT)
            return CUT
        return FINE

    site.proxy.fault = fault
    with pytest.raises(EngineUnavailable):
        rebuild_index()
    site.proxy.heal()
    assert len(site.indices()) <= 2  # at most one that is half made
    assert not degraded(site.search("fiche"))
    assert site.agrees()
    rebuild_index()
    assert len(site.indices()) == 1
    assert site.indices() != before
    assert site.agrees()
    assert examine().healthy


def test_an_answer_lost_after_the_swap_leaves_an_index_that_serves(site, pages):
    site.proxy.fault = lambda call: Fault(cut_after="/_aliases" in call.path)
    with pytest.raises(EngineUnavailable):
        rebuild_index()
    site.proxy.heal()
    assert site.search().total >= 12
    rebuild_index()
    assert site.agrees()
    assert len(site.indices()) == 1


# R5
def test_another_form_of_index_is_said_never_served_and_rebuilt_beside(
    site, pages, monkeypatch, capsys
):
    old = site.engine
    changed = {**mapping.MAPPINGS["properties"], "colour": {"type": "keyword"}}
    new_mappings = {**mapping.MAPPINGS, "properties": changed}
    for module in (mapping, indices):
        monkeypatch.setattr(module, "MAPPINGS", new_mappings)
    new = ElasticsearchEngine(old._url)
    assert new.indices.fingerprint != old.indices.fingerprint
    for module in ("search.service.asking", "search.indexing.drain", "search.checks"):
        monkeypatch.setattr(f"{module}.current_engine", lambda: new)
    health = new.health()
    assert (health.ok, health.needs_rebuild) == (False, True)
    assert degraded(site.search())
    call_command("check")
    assert "search.W001" in "".join(capsys.readouterr())
    # The release that made it is still served by it, and nothing new is written to it.
    assert len(list(old.ids())) == SearchEntry.objects.filter(visible=True).count()
    GuidancePageFactory(published=True)
    site.drain()
    assert site.pending() >= 1
    rebuild_index(new)
    assert not degraded(site.search())
    assert site.pending() == 0
    assert len(old.indices.all()) == 1
    assert list(old.ids()) == []


def test_a_field_that_no_mapping_knows_is_refused(site):
    (outcome,) = site.engine.apply(
        [Change("page-1", 1, document(1, facets={"unknown": ("x",)}))]
    )
    assert "unknown" in outcome.error


# R7
def test_a_poison_document_among_a_thousand_stops_no_other(site):
    poison = document(3, facets={"unknown": ("x",)})
    batch = [*changes(*(document(n) for n in range(1_000)))]
    batch[3] = Change(poison.id, 1, poison)
    outcomes = site.engine.apply(batch)
    assert [outcome.id for outcome in outcomes if outcome.error] == ["page-3"]
    assert len(list(site.engine.ids())) == 999


# R12
def test_no_change_made_during_a_rebuild_is_lost(site, pages):
    parent = pages[0].get_parent()
    steps = iter(range(1_000))

    def meanwhile(done: int, total: int) -> None:
        step = next(steps)
        page = pages[step % 12]
        page.refresh_from_db()
        match step % 4:
            case 0:
                page.unpublish()
            case 1:
                page.title = f"Pendant {step}"
                page.save_revision().publish()
            case 2:
                made = GuidancePageFactory(published=True, parent=parent)
                made.title = f"Né pendant {step}"
                made.save()
            case 3:
                page.slug = f"ailleurs-{step}"
                page.save()
        site.drain()

    rebuild_index(on_progress=meanwhile)
    site.drain()
    assert next(steps) >= 4
    assert site.agrees()
    assert examine(deep=True).healthy
    titles = SearchEntry.objects.filter(visible=True, title__contains="endant")
    for title in titles.values_list("title", flat=True):
        assert title in {hit.title for hit in site.search(f'"{title}"').hits}


def test_two_hundred_changes_during_a_rebuild_of_five_thousand_all_arrive(site):
    call_command("load_starter", "--only-vocabularies", verbosity=0)
    generate(5_000)
    pages = GuidancePage.objects.filter(live=True).order_by("pk")[:200]
    left = zip(list(pages), itertools.cycle(ACTS), strict=False)

    def meanwhile(done: int, total: int) -> None:
        for page, act in itertools.islice(left, 10):
            act(page)
        site.drain()

    rebuild_index(on_progress=meanwhile)
    assert not list(left), "all changes were made before the end"
    site.drain()
    assert site.agrees()
    assert examine(deep=True).healthy
    assert SearchEntry.objects.filter(title__endswith=" changed").count() == 50


# R13
def test_of_two_rebuilds_one_runs_and_the_other_says_so(site, pages, capsys):
    seen: list[str] = []

    def second(done: int, total: int) -> None:
        if not seen:
            with pytest.raises(SystemExit) as ended:
                call_command("rebuild_search_index")
            assert ended.value.code == 2
            seen.append("".join(capsys.readouterr()))

    rebuild_index(on_progress=second)
    assert "Un autre processus" in seen[0]
    assert site.agrees()


def test_a_rebuild_whose_process_was_killed_frees_its_place_by_itself(site, pages):
    killed = IndexBuild.take("elasticsearch")
    assert killed is not None
    with pytest.raises(EngineUnavailable):
        rebuild_index()
    IndexBuild.objects.update(held_until=killed.started_at)
    rebuild_index()
    # Should the first one wake up, it stops at its next step.
    assert not killed.go_on(1, 2)
    assert site.agrees()


# R14
def test_a_row_refused_ten_times_is_set_aside_and_the_others_go_on(
    site, pages, admin_client, monkeypatch
):
    poison = pages[0]
    real = mapping.to_source

    def poisoned(made):
        source = real(made)
        if made.title == "Poison":
            source["unheard_of"] = 1
        return source

    monkeypatch.setattr("search.engines.elasticsearch.writing.to_source", poisoned)
    poison.title = "Poison"
    poison.save()
    for number in range(12):
        pages[1].title = f"Vivante {number}"
        pages[1].save()
        site.drain()
    entry = SearchEntry.objects.get(object_id=str(poison.pk))
    assert entry.attempts == 10
    assert "unheard_of" in entry.last_error
    assert SearchEntry.objects.exclude(pk=entry.pk).filter(attempts__gt=0).count() == 0
    assert site.search("vivante 11").hits[0].title == "Vivante 11"
    screen = admin_client.get("/gestion/search-state/").content.decode()
    assert entry.document_id in screen
    assert "unheard_of" in screen
    assert entry.document_id in examine().set_aside
    monkeypatch.setattr("search.engines.elasticsearch.writing.to_source", real)
    call_command("search_doctor", fix=True)
    assert examine().healthy


# R23, R24
def test_three_hundred_descendants_follow_their_ancestor(site):
    parent = GuidancePageFactory(published=True, title="Ancêtre")
    home = parent.get_parent()
    GuidancePageFactory.create_batch(300, published=True, parent=home)
    rebuild_index()
    assert site.search().total >= 301
    home = home.specific
    home.slug = "renommee"
    home.save()
    site.drain()
    urls = SearchEntry.objects.filter(kind="fiche", visible=True)
    assert urls.count() == 301
    assert all("/renommee/" in url for url in urls.values_list("url", flat=True))
    assert site.pending() == 0
    PageViewRestriction.objects.create(page=home, restriction_type="login")
    site.drain()
    assert site.search().total == 0
    assert suggest("anc", "fr") == []
    assert site.agrees()
    assert examine().healthy
