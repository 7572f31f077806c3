"""The drain: nothing lost, nothing counted wrongly, nothing kept that is hidden."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from search.engines.base import Outcome
from search.indexing.drain import BATCH, drain
from search.indexing.entries import MAX_ATTEMPTS
from search.indexing.marks import mark_everything, mark_pages
from search.kinds import all_kinds
from search.models import SearchEntry
from tests.factories import GuidancePageFactory, PracticePageFactory, SessionFactory
from tests.search.indexing.conftest import entry_of, identifier

pytestmark = pytest.mark.django_db


def hide(page):
    page.live = False
    page.save()


def rename(page, title):
    page.title = title
    page.save()


def wait_for_retry():
    SearchEntry.objects.update(retry_after=timezone.now() - timedelta(seconds=1))


def test_a_rollback_leaves_no_mark(index):
    page = GuidancePageFactory(published=True)
    index.drain()
    with transaction.atomic():
        rename(page, "Jamais")
        GuidancePageFactory(published=True)
        assert SearchEntry.objects.filter(applied_version__lt=3).count() >= 1
        transaction.set_rollback(True)
    assert index.drain() == 0
    assert SearchEntry.objects.count() == 1


def test_a_mark_during_the_drain_is_not_lost(index):
    page = GuidancePageFactory(published=True, title="Un")
    index.engine.meanwhile = lambda: rename(page, "Deux")
    assert index.of(page).title == "Deux"
    entry = entry_of(page)
    assert entry.title == "Deux"
    assert entry.applied_version == entry.written_version == entry.version


@pytest.mark.parametrize("forgetful", [False, True])
def test_the_slower_of_two_drains_does_not_bring_old_news_back(index, forgetful):
    index.engine.forgetful = forgetful
    page = GuidancePageFactory(published=True)

    def hide_and_drain():
        hide(page)
        drain(index.engine)
        assert index.engine.documents == {}

    index.engine.meanwhile = hide_and_drain
    assert index.documents() == {}
    assert entry_of(page).plain_text == ""


def test_an_outage_leaves_the_rows_and_counts_no_try(index):
    page = GuidancePageFactory(published=True)
    index.engine.down = True
    assert index.drain() == 0
    entry = entry_of(page)
    assert (entry.attempts, entry.last_error, entry.retry_after) == (0, "", None)
    assert entry.applied_version == 0
    index.engine.down = False
    assert index.of(page)


def test_an_outage_in_the_middle_loses_nothing(index):
    pages = GuidancePageFactory.create_batch(2, published=True)
    index.drain()
    mark_everything()

    def fail():
        index.engine.down = True
        index.engine._answer()

    index.engine.meanwhile = fail
    index.drain()
    assert all(entry_of(page).attempts == 0 for page in pages)
    index.engine.down = False
    assert index.drain() == 2


def test_entries_forget_a_hidden_page_even_while_the_engine_is_down(index):
    pages = GuidancePageFactory.create_batch(2, published=True, title="Visible")
    index.drain()
    index.engine.down = True
    hide(pages[0])
    rename(pages[1], "Renommée")
    index.drain()
    hidden, shown = entry_of(pages[0]), entry_of(pages[1])
    assert (hidden.visible, hidden.audiences, hidden.title) == (False, [], "")
    assert (hidden.plain_text, hidden.folded_text, hidden.card) == ("", "", {})
    assert shown.title == "Renommée"
    assert hidden.applied_version < hidden.version


def test_an_outage_longer_than_a_batch_hides_everything_once(index, monkeypatch):
    monkeypatch.setattr("search.indexing.drain.BATCH", 2)
    pages = GuidancePageFactory.create_batch(5, published=True)
    index.drain()
    index.engine.down = True
    for page in pages:
        hide(page)
    index.drain()
    assert not SearchEntry.objects.filter(visible=True).exists()
    written = list(SearchEntry.objects.values_list("written_version", flat=True))
    index.drain()
    assert written == list(
        SearchEntry.objects.values_list("written_version", flat=True)
    )
    index.engine.down = False
    assert index.documents() == {}


def test_another_writer_leaves_the_rows_to_the_one_who_writes(index):
    page = GuidancePageFactory(published=True, title="Un titre")
    index.engine.busy = True
    assert index.drain() == 0
    assert entry_of(page).title == "Un titre"
    index.engine.busy = False
    assert index.of(page)


def test_a_refused_row_is_tried_later_then_set_aside(index):
    bad, good = GuidancePageFactory.create_batch(2, published=True)
    index.engine.refused = {identifier(bad)}
    assert list(index.documents()) == [identifier(good)]
    waits = []
    for _ in range(MAX_ATTEMPTS - 1):
        entry = entry_of(bad)
        waits.append(entry.retry_after - timezone.now())
        assert index.drain() == 0  # not before its time
        wait_for_retry()
        index.drain()
    assert waits == sorted(waits)
    entry = entry_of(bad)
    assert entry.attempts == MAX_ATTEMPTS
    assert "does not want it" in entry.last_error
    wait_for_retry()
    index.engine.batches.clear()
    assert index.drain() == 0
    assert index.engine.batches == []
    # A change starts again, and may be what was needed.
    index.engine.refused.clear()
    rename(bad, "Mieux")
    assert index.of(bad).title == "Mieux"
    entry = entry_of(bad)
    assert (entry.attempts, entry.last_error, entry.retry_after) == (0, "", None)


def test_a_refusal_does_not_hold_against_what_changed_meanwhile(index, monkeypatch):
    page = GuidancePageFactory(published=True, title="Un")

    def refuse_once(batch):
        monkeypatch.undo()
        rename(page, "Deux")
        return [Outcome(change.id, change.version, "no") for change in batch]

    monkeypatch.setattr(index.engine, "apply", refuse_once)
    assert index.of(page).title == "Deux"
    assert entry_of(page).attempts == 0


def test_a_page_that_breaks_a_kind_does_not_stop_the_others(index, monkeypatch, caplog):
    bad, good = PracticePageFactory.create_batch(2, published=True)
    kind = all_kinds()["pratique"]
    card = kind.card

    def failing_card(source):
        if source.pk == bad.pk:
            raise LookupError("what a surprise")
        return card(source)

    monkeypatch.setitem(kind.__dict__, "card", failing_card)
    assert list(index.documents()) == [identifier(good)]
    entry = entry_of(bad)
    assert entry.attempts == 1
    assert "what a surprise" in entry.last_error
    assert "cannot be made into a document" in caplog.text
    monkeypatch.undo()
    wait_for_retry()
    assert index.of(bad)


def test_an_engine_that_answers_in_part_has_not_answered(index, monkeypatch):
    GuidancePageFactory.create_batch(2, published=True)
    apply = index.engine.apply
    monkeypatch.setattr(index.engine, "apply", lambda batch: apply(batch)[:1])
    assert index.drain() == 0
    assert not SearchEntry.objects.exclude(applied_version=0).exists()
    assert not SearchEntry.objects.exclude(attempts=0).exists()


def test_what_no_kind_declares_any_more_is_forgotten(index):
    page = GuidancePageFactory(published=True)
    index.drain()
    SearchEntry.objects.update(kind="gone", version=100)
    assert index.documents() == {}
    assert not entry_of(page).visible


def test_many_rows_go_in_batches(index, monkeypatch):
    monkeypatch.setattr("search.indexing.drain.BATCH", 2)
    GuidancePageFactory.create_batch(5, published=True)
    assert index.drain() == 5
    assert [len(batch) for batch in index.engine.batches] == [2, 2, 1]
    mark_everything()
    assert drain(index.engine, limit=2) == 2
    assert index.drain() == 3


def test_marking_twice_is_one_more_version_each(index):
    session = SessionFactory()
    index.drain()
    versions = dict(SearchEntry.objects.values_list("pk", "version"))
    mark_pages([session.course_id])
    mark_pages([session.course_id])
    assert dict(SearchEntry.objects.values_list("pk", "version")) == {
        pk: version + 2 for pk, version in versions.items()
    }
    mark_pages([])
    mark_pages([Page.objects.order_by("-pk").first().pk + 1])
    assert index.drain() == 2


def test_a_batch_is_smaller_than_what_databases_take():
    assert BATCH <= 500
