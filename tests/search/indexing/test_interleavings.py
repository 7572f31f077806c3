"""Writers, drains, outages and rebuilds in any order end with what the database says."""

from itertools import permutations

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import PageViewRestriction

from knowledge.models import GuidancePage
from portal.core.models import Theme
from portal.core.publishing import gaps_allowed
from portal.core.stamps import read_stamps
from search.engines.base import EngineUnavailable
from search.indexing.drain import Prepared, drain, prepare, send
from search.indexing.entries import (
    SHOWN,
    note,
    pending_entries,
    shown,
    write_entries,
)
from search.indexing.loading import load
from search.indexing.rebuild import rebuild_index
from search.models import SearchEntry
from search.territories import current_relations
from tests.factories import (
    GuidancePageFactory,
    SessionFactory,
    ThemeFactory,
    translated,
)
from tests.search.indexing.fake_engine import FakeEngine
from training.enums import SessionStatus
from training.models import Session

pytestmark = pytest.mark.django_db
numbers = st.integers(0, 2)
drains = st.integers(0, 1)


def read(rows):
    relations = current_relations(read_stamps())
    return load(rows, relations=relations, today=timezone.localdate())


class Interleavings(RuleBasedStateMachine):
    """Two drains, stopped between any two steps, while writers go on."""

    forgetful = False

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.engine = FakeEngine(forgetful=self.forgetful)
        self.steps = {0: ("idle", None), 1: ("idle", None)}
        self.theme = Theme.objects.get()
        self.session = Session.objects.get()
        self.pages = list(GuidancePage.objects.order_by("pk"))
        drain(self.engine)

    @rule(number=numbers, live=st.booleans(), title=st.sampled_from("ABC"))
    def save_a_page(self, number, live, title):
        page = self.pages[number]
        page.live, page.title = live, title
        with gaps_allowed():  # a translation may be live before its source
            page.save()

    @rule(number=numbers)
    def restrict_or_open_a_page(self, number):
        page = self.pages[number]
        if not PageViewRestriction.objects.filter(page=page).delete()[0]:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    @rule(label=st.sampled_from("XY"))
    def change_a_label(self, label):
        self.theme.label_fr = label
        self.theme.save()

    @rule(status=st.sampled_from([SessionStatus.OPEN, SessionStatus.CANCELLED]))
    def change_a_session(self, status):
        self.session.status = status
        self.session.save()

    @rule()
    def forget_an_aborted_change(self):
        with transaction.atomic():
            self.pages[0].__class__.objects.get(pk=self.pages[0].pk).save()
            transaction.set_rollback(True)

    @rule(of=drains, steps=st.integers(1, 4))
    def advance_a_drain_by(self, of, steps):
        for _ in range(steps):
            self.advance_a_drain(of)

    def advance_a_drain(self, of):
        step, held = self.steps[of]
        try:
            self.steps[of] = getattr(self, f"after_{step}")(held)
        except EngineUnavailable:
            self.steps[of] = ("idle", None)

    def after_idle(self, _):
        rows = pending_entries(50)
        return ("rows", rows) if rows else ("idle", None)

    def after_rows(self, rows):
        return "loaded", read(rows)

    def after_loaded(self, loaded):
        return "written", Prepared(write_entries(loaded))

    def after_written(self, prepared):
        return "sent", (prepared, send(prepared, self.engine))

    def after_sent(self, sent):
        prepared, outcomes = sent
        note(outcomes, prepared.entries)
        return "idle", None

    @precondition(lambda self: not self.forgetful)
    @rule(of=drains)
    def kill_a_drain(self, of):
        self.steps[of] = ("idle", None)

    @rule()
    def break_or_mend_the_engine(self):
        self.engine.down = not self.engine.down

    @precondition(lambda self: not self.engine.down)
    @rule(of=drains, number=numbers, steps=st.integers(0, 5))
    def rebuild(self, of, number, steps):
        def meanwhile():
            self.save_a_page(number, True, "Z")
            for _ in range(steps):
                self.advance_a_drain(of)

        self.engine.meanwhile = meanwhile
        rebuild_index(self.engine)

    @rule()
    def drain_at_once(self):
        drain(self.engine)

    def teardown(self):
        try:
            self.check()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def check(self):
        self.compare(SearchEntry.objects.filter(written_version=F("version")))
        while any(step != "idle" for step, _ in self.steps.values()):
            for of in self.steps:
                if self.steps[of][0] != "idle":
                    self.advance_a_drain(of)
        self.engine.down = False
        drain(self.engine)
        entries = SearchEntry.objects.all()
        assert all(e.applied_version == e.version for e in entries)
        truth = self.compare(entries)
        assert self.engine.documents == {key: doc for key, doc in truth.items() if doc}

    def compare(self, entries):
        """Entries that say that they are up to date are; what they stand for."""
        truth = {item.entry: item.document for item in read(entries)}
        for entry, document in truth.items():
            assert {name: getattr(entry, name) for name in SHOWN} == shown(document)
        return {entry.document_id: document for entry, document in truth.items()}


class WithAnEngineThatForgets(Interleavings):
    """It keeps no version of what it deleted: only the entries order the drains."""

    forgetful = True


@pytest.mark.parametrize("machine", [Interleavings, WithAnEngineThatForgets])
def test_any_order_ends_with_what_the_database_says(machine, caplog):
    caplog.set_level("ERROR")
    first, _second = GuidancePageFactory.create_batch(
        2, published=True, themes=[ThemeFactory()]
    )
    translated(first, "en", title="A sheet", published=True)
    SessionFactory()
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            phases=[Phase.generate],  # shrinking takes minutes: do it by hand
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


ORDERS = sorted(
    order
    for order in set(permutations("AAABBBW"))
    if order.index("A") < order.index("B")
)


def steps_of_a_drain(engine):
    prepared = prepare(pending_entries(50))
    yield
    outcomes = send(prepared, engine)
    yield
    note(outcomes, prepared.entries)
    yield


def test_two_drains_and_a_change_end_well_in_all_their_orders():
    page = GuidancePageFactory(published=True)
    assert len(ORDERS) == 70
    for order in ORDERS:
        with transaction.atomic():
            engine = FakeEngine(forgetful=True)
            drains = {name: steps_of_a_drain(engine) for name in "AB"}
            for step in order:
                if step == "W":
                    page.live = False
                    page.save()
                else:
                    next(drains[step])
            drain(engine)
            assert engine.documents == {}, order
            entry = SearchEntry.objects.get()
            assert (entry.visible, entry.title) == (False, ""), order
            assert entry.applied_version == entry.version, order
            transaction.set_rollback(True)
