"""Says in one line what was not run; with REQUIRE_ALL=1, that fails the run."""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The browser to drive: CHROMIUM, or the system's."""
    named = os.environ.get("CHROMIUM")
    found = [shutil.which(name) for name in ([named] if named else CHROMIUM_NAMES)]
    return next(filter(None, found), None)


def data_folder() -> Path | None:
    """The folder of real open data, where there is one."""
    named = os.environ.get("TEST_DATA_DIR")
    return Path(named) if named and Path(named).is_dir() else None


def named(variable: str) -> Callable[[], str | None]:
    """Asks for the address that a variable names."""
    return lambda: os.environ.get(variable)


# Marker: (what it needs, how to get it).
NEEDS = {
    "browser": (chromium, "no Chromium (install it, or name it in CHROMIUM)"),
    "real_data": (data_folder, "no real data (name their folder in TEST_DATA_DIR)"),
    "elasticsearch": (
        named("TEST_ELASTICSEARCH_URL"),
        "no Elasticsearch 9 (name one in TEST_ELASTICSEARCH_URL)",
    ),
    "elasticsearch_8": (
        named("TEST_ELASTICSEARCH_8_URL"),
        "no Elasticsearch 8 (name one in TEST_ELASTICSEARCH_8_URL)",
    ),
}


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real open data; for tests marked ``real_data``."""
    folder = data_folder()
    assert folder is not None, "mark the test with pytest.mark.real_data"
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = {name: how for name, (find, how) in NEEDS.items() if not find()}
    for item in items:
        for name, how in missing.items():
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=how))


class Completeness:
    NAME = "completeness-report"

    def __init__(self) -> None:
        self.skipped: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # A test that fails as expected is reported as skipped too, and was run.
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note(report.longrepr)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._note(report.longrepr)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and required() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: object) -> None:
        if not self.skipped:
            terminalreporter.write_line("Nothing was left out.", green=True)
            return
        reasons = "; ".join(
            f"{count} × {reason}" for reason, count in sorted(self.skipped.items())
        )
        verdict = " REQUIRE_ALL=1: the run fails." if required() else ""
        terminalreporter.write_line(
            f"Not run: {reasons}.{verdict}", red=required(), yellow=not required()
        )

    def _note(self, longrepr: object) -> None:
        reason = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
        self.skipped[reason.removeprefix("Skipped: ")] += 1


def required() -> bool:
    return os.environ.get("REQUIRE_ALL") == "1"


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Completeness(), Completeness.NAME)
