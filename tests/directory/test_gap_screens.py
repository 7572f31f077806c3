"""Marking a white zone: who confirms it, who works on it, under the rights of a page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from directory.enums import GapKind
from directory.models import ActorPage, Gap
from tests.core.messages import told
from tests.factories import (
    ActorPageFactory,
    GapFactory,
    SectorFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db


def screen(name: str, *args: object) -> str:
    return reverse(f"directory_gaps:{name}", args=args)


def said(actor: ActorPage, **changes: object) -> dict[str, object]:
    return {
        "actor": actor.pk,
        "territory": TerritoryFactory().pk,
        "kind": GapKind.STRUCTURES,
        "sector": SectorFactory().pk,
        "checked_on": "2026-11-02",
        **changes,
    }


def test_a_coordinator_marks_a_zone_and_who_works_on_it(member_client, actor) -> None:
    worker = ActorPageFactory(published=True)
    given = said(actor, worked_on_by=worker.pk, worked_on_until="2027-03-01")
    response = member_client.post(screen("add"), given, follow=True)
    assert response.status_code == 200
    gap = Gap.objects.get()
    assert (gap.actor, gap.worked_on_by) == (actor, worker)
    assert gap.worked_on_until == date(2027, 3, 1)
    assert str(gap.territory) in member_client.get(screen("index")).content.decode()


def test_a_zone_where_nothing_is_confirmed_is_marked(member_client, actor) -> None:
    worker = ActorPageFactory(published=True)
    given = said(actor, checked_on="", worked_on_by=worker.pk)
    member_client.post(screen("add"), given)
    gap = Gap.objects.get()
    assert (gap.checked_on, gap.worked_on_by) == (None, worker)


@pytest.mark.parametrize("name", ["edit", "delete", "history"])
def test_zones_of_others_are_closed(member_client, name) -> None:
    foreign = GapFactory()
    answer = member_client.get(screen(name, foreign.pk), follow=True)
    assert "autorisations" in told(answer)


def test_nothing_is_said_in_the_name_of_others(member_client) -> None:
    other = ActorPageFactory(published=True)
    member_client.post(screen("add"), said(other))
    assert not Gap.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sector": None}, "sector"),
        ({"checked_on": None}, "checked_on"),
        ({"kind": GapKind.SESSIONS}, "sector"),
        ({"worked_on_until": date(2027, 1, 1)}, "worked_on_by"),
    ],
)
def test_what_makes_no_sense_is_explained(changes, field) -> None:
    gap = GapFactory.build(
        actor=ActorPageFactory(),
        territory=TerritoryFactory(),
        **{"sector": SectorFactory(), **changes},
    )
    with pytest.raises(ValidationError) as refused:
        gap.full_clean()
    assert field in refused.value.message_dict
