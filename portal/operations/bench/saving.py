"""What an editor waits for: what indexing adds to a save and to a publication."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models.signals import ModelSignal, post_save, pre_save
from django.test.utils import override_settings
from wagtail.models import Page

from knowledge.models import ToolPage
from portal.operations.bench.measuring import difference, repeat
from search.indexing import triggers

SAVES = 60


def measure_saving() -> dict[str, Any]:
    """Saves and publications with and without marks, in turn; nobody drains meanwhile."""
    pages = list(ToolPage.objects.filter(live=True).order_by("pk")[:10])
    figures: dict[str, Any] = {}
    calls = {"save": lambda page: page.save(), "publish": _publish}
    with override_settings(SEARCH_DRAIN="never"):
        for name, call in calls.items():
            timings = repeat(
                {"marked": call, "unmarked": _unmarked(call)}, pages, runs=SAVES
            )
            figures[name] = timings["marked"].summary()
            figures[f"{name}_unmarked"] = timings["unmarked"].summary()
            figures[f"{name}_marks"] = difference(
                timings["marked"], timings["unmarked"]
            )
    return figures


def _publish(page: Page) -> None:
    page.save_revision().publish()


def _unmarked(call: Any) -> Any:
    def without_marks(page: Page) -> None:
        with _triggers_off():
            call(page)

    return without_marks


@contextmanager
def _triggers_off() -> Iterator[None]:
    """Saves leave the search alone."""
    ours = [
        function
        for function in vars(triggers).values()
        if inspect.isfunction(function) and function.__module__ == triggers.__name__
    ]
    off: list[tuple[ModelSignal, Any]] = [
        (signal, function)
        for signal in (pre_save, post_save)
        for function in ours
        if signal.disconnect(function)
    ]
    try:
        yield
    finally:
        for signal, function in off:
            signal.connect(function)
