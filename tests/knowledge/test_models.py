from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from knowledge.enums import LeverStatus, Verdict
from knowledge.models import LeverCombination, LeverPage
from knowledge.models.levers import status_on
from tests.factories import (
    LeverCombinationFactory,
    LeverPageFactory,
    PracticePageFactory,
    translated,
)

TODAY = date(2026, 11, 22)


class TestStatusOfALever:
    @pytest.mark.parametrize(
        ("stored", "days", "shown"),
        [
            (LeverStatus.OPEN, None, "ouvert"),
            (LeverStatus.OPEN, 31, "ouvert"),
            (LeverStatus.OPEN, 30, "bientot-ferme"),
            (LeverStatus.OPEN, 0, "bientot-ferme"),
            (LeverStatus.OPEN, -1, "ferme"),
            (LeverStatus.SUSPENDED, 10, "suspendu"),
            (LeverStatus.SUSPENDED, -1, "ferme"),
            (LeverStatus.TO_VERIFY, 10, "a-verifier"),
            (LeverStatus.TO_VERIFY, -1, "ferme"),
            (LeverStatus.CLOSED, 100, "ferme"),
            (LeverStatus.CLOSED, None, "ferme"),
        ],
    )
    def test_dates_win_over_what_is_stored(self, stored, days, shown):
        closes = None if days is None else TODAY + timedelta(days=days)
        assert status_on(stored, closes, today=TODAY) == shown

    @pytest.mark.django_db
    def test_of_a_translation_is_that_of_its_source(self):
        source = LeverPageFactory(open=True, published=True)
        english = translated(source)
        source.closes_on = timezone.localdate() - timedelta(days=1)
        source.save()
        assert LeverPage.objects.get(pk=english.pk).current_status == "ferme"


class TestCombination:
    @pytest.mark.parametrize("verdict", Verdict)
    def test_without_a_source_reads_not_verified(self, verdict):
        row = LeverCombination(verdict=verdict)
        assert row.shown_verdict == str(Verdict.UNVERIFIED.label)

    def test_with_a_source_says_what_was_found(self):
        row = LeverCombination(verdict=Verdict.EXCLUDED, source_label="Un arrêté")
        assert row.shown_verdict == str(Verdict.EXCLUDED.label)


class TestChoices:
    @pytest.mark.django_db
    def test_are_kept_once_in_their_declared_order(self):
        page = PracticePageFactory(
            vehicles=["critere", "condition-execution", "critere"]
        )
        assert page.vehicles == ["condition-execution", "critere"]

    @pytest.mark.django_db
    @pytest.mark.parametrize("value", [["x"], ["critere", "x"], ["<script>"]])
    def test_unknown_ones_are_refused(self, value):
        page = PracticePageFactory.build(parent=None, vehicles=value)
        with pytest.raises(ValidationError) as refused:
            page.clean_fields()
        assert "vehicles" in refused.value.error_dict


@pytest.mark.django_db
class TestRegionalTerms:
    def test_lead_to_the_national_lever_and_back(self):
        national = LeverPageFactory(published=True)
        regional = LeverPageFactory(national_lever=national, published=True)
        assert list(national.regional_terms.all()) == [regional]


@pytest.mark.django_db
def test_rows_are_saved_with_their_page():
    other = LeverPageFactory()
    page = LeverPageFactory(
        published=True,
        combinations=[LeverCombinationFactory.build(lever=other, source_label="Loi")],
    )
    assert [row.lever for row in page.rows("combinations")] == [other]
