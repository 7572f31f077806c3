"""A rebuild loses no change made meanwhile; the doctor sees and repairs the rest."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page

from knowledge.models import GuidancePage
from search.engines.base import EngineUnavailable
from search.indexing.doctor import examine, repair
from search.indexing.drain import drain
from search.indexing.rebuild import (
    count_without_entry,
    make_missing_entries,
    rebuild_index,
)
from search.models import SearchEntry
from tests.factories import GuidancePageFactory, SessionFactory, translated
from tests.search.indexing.conftest import entry_of, identifier

pytestmark = pytest.mark.django_db


def rename(page, title):
    page.title = title
    page.save()


def titles(engine):
    return {document.title for document in engine.documents.values()}


def nothing_waits():
    return all(e.applied_version == e.version for e in SearchEntry.objects.all())


def test_a_rebuild_fills_an_empty_index(index):
    session = SessionFactory()
    english = translated(session.course, "en", title="A course", published=True)
    hidden = GuidancePageFactory()
    seen = []
    count = rebuild_index(index.engine, on_progress=lambda *step: seen.append(step))
    assert count == len(index.engine.documents) == 4
    assert {identifier(session, "en"), identifier(english)} <= set(
        index.engine.documents
    )
    assert identifier(hidden) not in index.engine.documents
    assert seen == [(5, 5)]
    assert nothing_waits()
    assert index.drain() == 0


def test_a_rebuild_rereads_everything(index):
    page = GuidancePageFactory(published=True, title="Un")
    index.drain()
    GuidancePage.objects.filter(pk=page.pk).update(title="Deux")  # marks nothing
    rebuild_index(index.engine)
    assert titles(index.engine) == {"Deux"}
    assert entry_of(page).title == "Deux"


@pytest.mark.parametrize("drained", [False, True])
def test_changes_made_during_a_rebuild_are_in_the_new_index(index, drained):
    first, second, third = (
        GuidancePageFactory(published=True, title=title) for title in "ABC"
    )
    index.drain()

    def meanwhile():
        rename(first, "A, renommée")
        second.delete()
        third.live = False
        third.save()
        GuidancePageFactory(published=True, title="Nouvelle")
        if drained:  # into the index that is about to be replaced
            drain(index.engine)

    index.engine.meanwhile = meanwhile
    rebuild_index(index.engine)
    assert titles(index.engine) == {"A, renommée", "Nouvelle"}
    assert nothing_waits()


def test_a_rebuild_that_fails_leaves_the_index_that_serves(index, monkeypatch):
    page = GuidancePageFactory(published=True)
    index.drain()
    before = entry_of(page).applied_version

    def stop():
        raise EngineUnavailable("killed")

    index.engine.meanwhile = stop
    with pytest.raises(EngineUnavailable):
        rebuild_index(index.engine)
    assert list(index.engine.documents) == [identifier(page)]
    assert entry_of(page).applied_version == before
    rebuild_index(index.engine)
    assert nothing_waits()


def test_a_rebuild_says_which_documents_the_engine_refuses(index):
    bad, _good = GuidancePageFactory.create_batch(2, published=True)
    index.engine.refused = {identifier(bad)}
    assert rebuild_index(index.engine) == 1
    entry = entry_of(bad)
    assert entry.attempts == 1
    assert "does not want it" in entry.last_error


def test_what_has_no_entry_gets_one_sessions_included(index):
    session = SessionFactory()
    english = translated(session.course, "en", title="A course", published=True)
    page = GuidancePageFactory(published=True)
    SearchEntry.objects.all().delete()
    assert count_without_entry() == 4
    assert make_missing_entries() == 4
    assert count_without_entry() == 0
    assert set(index.documents()) == {
        identifier(session.course),
        identifier(session, "fr"),
        identifier(session, "en"),
        identifier(english),
        identifier(page),
    }


def test_the_doctor_finds_a_sound_index_sound(index):
    GuidancePageFactory(published=True)
    GuidancePageFactory()
    index.drain()
    diagnosis = examine(index.engine, deep=True)
    assert diagnosis.healthy
    assert diagnosis.documents == 1


def test_the_doctor_changes_nothing_by_looking(index):
    GuidancePageFactory(published=True)
    SearchEntry.objects.all().delete()
    diagnosis = examine(index.engine, deep=True)
    assert (diagnosis.healthy, diagnosis.without_entry) == (False, 1)
    assert not SearchEntry.objects.exists()
    assert index.engine.documents == {}


def test_the_doctor_finds_and_repairs_what_differs(index):
    absent, surplus, outdated, refused, kept = GuidancePageFactory.create_batch(
        5, published=True
    )
    index.drain()
    engine = index.engine
    del engine.documents[identifier(absent)]
    Page.objects.filter(pk=surplus.pk).update(live=False)
    SearchEntry.objects.filter(document_id=identifier(surplus)).update(visible=False)
    GuidancePage.objects.filter(pk=outdated.pk).update(title="Changée en secret")
    engine.documents["page-0"] = engine.documents[identifier(kept)]
    engine.versions["page-0"] = 12
    SearchEntry.objects.filter(document_id=identifier(refused)).update(
        version=9, attempts=10, last_error="no"
    )
    pending = GuidancePageFactory(published=True)

    found = examine(engine, deep=True)
    assert found.absent == [identifier(absent)]
    assert found.surplus == sorted([identifier(surplus), "page-0"])
    assert identifier(outdated) in found.outdated
    assert found.set_aside == [identifier(refused)]
    assert found.pending == 1
    assert not found.healthy

    assert repair(engine, deep=True).healthy
    assert set(engine.documents) == {
        identifier(page) for page in (absent, outdated, refused, kept, pending)
    }
    assert engine.documents[identifier(outdated)].title == "Changée en secret"


def test_the_doctor_tells_what_it_cannot_repair(index):
    page = GuidancePageFactory(published=True)
    index.engine.refused = {identifier(page)}
    index.drain()
    diagnosis = repair(index.engine)
    assert not diagnosis.healthy
    assert diagnosis.pending == 1


@pytest.mark.parametrize("command", ["search_doctor", "rebuild_search_index"])
def test_commands_say_that_the_engine_does_not_answer(index, monkeypatch, command):
    index.engine.down = True
    for module in ("doctor", "rebuild", "drain"):
        monkeypatch.setattr(
            f"search.indexing.{module}.current_engine", lambda: index.engine
        )
    monkeypatch.setattr(
        "search.management.commands.rebuild_search_index.current_engine",
        lambda: index.engine,
    )
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command(command, "--json", stdout=out)
    assert stop.value.code == 2
    assert "no answer" in out.getvalue()
