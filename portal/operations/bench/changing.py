"""Pages that change while another process makes the index: none may be lost."""

import subprocess
import sys
import time
from itertools import cycle
from typing import Any

from django.conf import settings
from wagtail.models import Page

from knowledge.models import GuidancePage, LeverPage
from search.indexing.doctor import examine
from search.indexing.drain import drain
from search.models import IndexBuild

CHANGES = 200
PATIENCE = 60.0
GLANCE = 0.01


def measure_changing(changes: int = CHANGES) -> dict[str, Any]:
    """Rename, withdraw, move and delete in turn during a rebuild; then compare every
    document with its page. ``changes_during`` counts those made before its end."""
    pages = [
        page
        for model in (GuidancePage, LeverPage)
        for page in model.objects.filter(live=True).order_by("pk")[: changes // 2]
    ]
    command = [sys.executable, "manage.py", "bench", "--rebuild"]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=settings.PROJECT, stdout=subprocess.DEVNULL
    ) as rebuild:
        _wait_for(rebuild)
        during = 0
        for page, act in zip(pages, cycle(ACTS), strict=False):
            act(page)
            during += rebuild.poll() is None
    if rebuild.returncode:
        raise subprocess.CalledProcessError(rebuild.returncode, command[1:])
    drain()
    found = examine(deep=True)
    lost = {*found.absent, *found.surplus, *found.outdated, *found.set_aside}
    return {
        "changes": len(pages),
        "changes_during": during,
        "changes_lost": len(lost) + found.pending + found.without_entry,
    }


def _wait_for(rebuild: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while rebuild.poll() is None and time.monotonic() < until:
        if IndexBuild.current().is_under_way:
            return
        time.sleep(GLANCE)


def _rename(page: Page) -> None:
    page.title = f"{page.title[:200]} changed"
    page.save()


def _move(page: Page) -> None:
    page.slug = f"{page.slug}-moved"
    page.save()


ACTS = (_rename, Page.unpublish, _move, Page.delete)
