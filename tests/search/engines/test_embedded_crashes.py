"""Killed at any point, the index serves what it served before, or what was written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from search.documents import SearchDocument
from search.engines.embedded import EmbeddedEngine, index_folder
from tests.search.engines.corpus import changes, document, kept
from tests.search.engines.crashing import NEW, OLD

POINTS = {
    "apply-first-change": OLD,
    "apply-before-commit": OLD,
    "apply-after-commit": NEW,
    "apply-sweeping": NEW,
    "rebuild-begun": OLD,
    "rebuild-half-way": OLD,
    "rebuild-filled": OLD,
    "rebuild-before-swap": OLD,
    "rebuild-after-swap": NEW,
    "rebuild-sweeping": OLD,
    "first-change-ever": (),
}


@pytest.fixture(scope="module")
def crashed(quick_folder: Path) -> Path:
    """A folder with one index for each point where a process died writing it, and one
    that was opened here before another process wrote to it."""
    base = quick_folder / "crashed"
    shared = EmbeddedEngine(base / "shared")
    shared.rebuild(SearchDocument(made, "fiche", "fr", made) for made in OLD)
    assert set(shared.ids()) == set(OLD)
    done = subprocess.run(
        [sys.executable, "-m", "tests.search.engines.crashing", str(base)],
        cwd=settings.PROJECT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert json.loads(done.stdout) == dict.fromkeys(POINTS, True)
    assert set(shared.ids()) == set(NEW)
    return base


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_process_leaves_an_index_that_serves_and_can_be_written(
    crashed: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = EmbeddedEngine(crashed / point)
    served = [int(held.removeprefix("page-")) for held in POINTS[point]]
    assert sorted(engine.ids()) == sorted(POINTS[point])
    if served:
        assert kept(engine) == served
    assert engine.health().ok
    engine.apply(changes(document(4), version=2))
    assert kept(engine) == [*served, 4]
    engine.rebuild([document(5)])
    assert kept(engine) == [5]
    monkeypatch.setattr(index_folder, "GRACE_SECONDS", 0)
    engine.rebuild([document(6)])
    engine.apply(changes(document(7)))
    assert kept(engine) == [6, 7]
    assert len(list((crashed / point).glob("index-*"))) == 1
