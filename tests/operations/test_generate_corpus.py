"""The corpus of benchmarks: as real pages, in a database of its own, by thousands."""

import json
from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from directory.models import ActorPage
from knowledge.models import PracticePage
from portal.core.models import Theme
from portal.core.stamps import read_stamps
from portal.operations.bench.corpus import generate
from portal.operations.bench.plan import TYPES, planned
from search.indexing.loading import load
from search.indexing.rebuild import count_without_entry
from search.models import SearchEntry
from search.territories import current_relations
from tests.factories import ToolPageFactory
from training.models import Session, TrainingPage

COUNT = 120


@pytest.fixture(scope="module")
def vocabularies(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_starter", "--only-vocabularies", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def corpus(vocabularies, db) -> Counter[str]:
    return generate(COUNT, seed=3)


def pages():
    return Page.objects.filter(depth=4)


def test_it_makes_as_many_pages_as_asked_of_all_types(corpus):
    assert pages().count() == COUNT
    assert all(kind.model.objects.exists() for kind in TYPES.values())
    assert sum(corpus[name] for name in TYPES) == COUNT


def test_the_tree_is_sound(corpus):
    assert all(not problems for problems in Page.find_problems())
    assert Page.objects.filter(pk=pages().first().pk).exists()


def test_pages_made_afterwards_find_a_free_place(corpus):
    ToolPageFactory(title="After the others")
    assert all(not problems for problems in Page.find_problems())


def test_each_page_and_session_has_an_entry_that_waits(corpus):
    assert count_without_entry() == 0
    assert set(SearchEntry.objects.values_list("version", "applied_version")) == {
        (1, 0)
    }
    sessions = SearchEntry.objects.filter(kind="session").count()
    assert sessions == Session.objects.count() > 0


def test_entries_become_documents_that_can_be_found(corpus):
    loaded = load(
        SearchEntry.objects.exclude(kind="session"),
        relations=current_relations(read_stamps()),
        today=timezone.localdate(),
    )
    documents = [item.document for item in loaded if item.document]
    assert len(documents) == COUNT
    assert all(document.title and document.body for document in documents)
    assert {"theme", "audience", "secteur"} <= {
        key for document in documents for key in document.facets
    }
    assert len({document.within for document in documents}) > 10


def test_some_pages_are_translated(corpus):
    translated = pages().filter(locale__language_code="en")
    assert translated.count() == corpus["translations"] > 0
    for page in translated:
        assert page.get_translations().filter(locale__language_code="fr").exists()
        assert page.url_path.startswith(page.get_parent().url_path)


def test_practices_and_courses_lead_to_actors(corpus):
    assert PracticePage.objects.filter(buyer__isnull=False).exists()
    assert TrainingPage.objects.filter(provider__isnull=False).exists()
    assert ActorPage.objects.filter(areas__isnull=False).exists()


def test_the_same_seed_gives_the_same_pages(vocabularies, db):
    def made(seed: int) -> list[tuple]:
        from django.db import transaction

        with transaction.atomic():
            generate(30, seed)
            rows = list(
                pages()
                .order_by("path")
                .values_list("title", "translation_key", "first_published_at")
            )
            transaction.set_rollback(True)
        return rows

    assert made(1) == made(1) != made(2)


@pytest.mark.parametrize("count", [1, 7, 33, 1000, 100_000])
def test_the_plan_adds_up(count):
    sources, translations = planned(count)
    assert sum(sources.values()) + sum(translations.values()) == count
    assert all(
        translations[name] <= sources[name] for name in translations if count > 30
    )


def test_it_refuses_a_database_that_holds_content(vocabularies, db, capsys):
    ToolPageFactory()
    with pytest.raises(SystemExit) as stopped:
        call_command("generate_corpus", "10", "--json")
    assert stopped.value.code == 2
    assert "PORTAL_DATA_DIR" in json.loads(capsys.readouterr().out)["error"]
    assert pages().count() == 1


def test_it_refuses_a_database_without_vocabularies(db, capsys):
    Theme.objects.filter(parent__isnull=False).delete()
    Theme.objects.all().delete()
    with pytest.raises(SystemExit) as stopped:
        call_command("generate_corpus", "10")
    assert stopped.value.code == 2
    assert "load_starter --only-vocabularies" in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "-5", "99999999999"])
def test_it_refuses_a_count_that_makes_no_sense(db, capsys, count):
    with pytest.raises(SystemExit) as stopped:
        call_command("generate_corpus", "--", count)
    assert stopped.value.code == 2
    assert "1000000" in capsys.readouterr().err
