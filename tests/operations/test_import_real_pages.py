"""The 135 real documents come in whole, and again change nothing."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from knowledge.models import GuidancePage, LeverPage, PracticePage
from portal.core.models import Provenance
from portal.core.publishing import SUMMARY_LENGTH
from portal.core.sanitising import plain_text
from tests.core.test_sanitising import faults
from tests.real_data import corpus, write_corpus

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]


def run(path):
    out = StringIO()
    call_command("import_pages", str(path), "--publish", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_corpus_is_imported_published_and_left_alone_after(real_data, tmp_path):
    path = write_corpus(real_data, tmp_path / "corpus.jsonl")
    first, second = run(path), run(path)
    titles = {plain_text(record["title"]) for record in corpus(real_data)}
    pages = [
        *GuidancePage.objects.all(),
        *LeverPage.objects.all(),
        *PracticePage.objects.all(),
    ]
    assert (first["read"], first["created"], first["rejected"]) == (135, 135, [])
    assert {entry["field"] for entry in first["warnings"]} <= {
        *("short_answer", "nature", "problem", "done", "summary")
    }
    assert (second["unchanged"], second["warnings"]) == (135, [])
    assert Provenance.objects.count() == len(pages) == 135
    assert {page.title for page in pages} == titles
    assert all(page.live for page in pages)
    assert all(len(page.summary) in SUMMARY_LENGTH for page in pages)
    assert [
        fault for page in pages for fault in faults(page.body[0].value.source)
    ] == []
