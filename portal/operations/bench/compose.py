"""What each type of page says: its own fields, relations and rows."""

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Model, TextChoices
from django.utils import timezone

from directory.enums import ServiceMode
from directory.models import Activity
from knowledge.enums import (
    AmountUnit,
    BuyerKind,
    FunderRole,
    GuidanceFormat,
    LeverNature,
    LeverStatus,
    RoleKind,
    ToolKind,
    Vehicle,
)
from knowledge.models import DecisionStep, LeverFunder, PracticeOrganisation, RoleStep
from portal.core.enums import StructureKind, TerritoryLevel
from portal.operations.bench.pools import Filing, Pool
from portal.operations.bench.words import Prose
from training.enums import ForWhom, Level, Modality, SeatState, SessionStatus
from training.models import Session


@cache
def values_of(choices: type[TextChoices]) -> tuple[str, ...]:
    """``choices.values``, which Django works out anew at each call."""
    return tuple(choices.values)


@dataclass
class Draft:
    """One page to be: columns of its own table, relations by name, rows by model."""

    own: dict[str, Any]
    words: int  # of its body
    links: dict[str, list[int]] = field(default_factory=dict)
    rows: list[tuple[type[Model], dict[str, Any]]] = field(default_factory=list)


class Composer:
    """Drafts of each type; ``actors`` are the keys of those already written."""

    def __init__(self, prose: Prose, filing: Filing, chance: random.Random) -> None:
        self.prose = prose
        self.filing = filing
        self.chance = chance
        self.actors: list[int] = []
        self.structures = Pool(list(StructureKind), chance)

    def acteur(self) -> Draft:
        filing = self.filing
        commune = filing.territories[TerritoryLevel.COMMUNE].one()
        _, postcode, latitude, longitude = filing.communes[commune]
        areas = [TerritoryLevel.EPCI, TerritoryLevel.DEPARTEMENT]
        draft = Draft(
            {
                "kinds": self.structures.draw(1, 2),
                "siret": str(self.chance.randrange(10**13, 10**14)),
                "address": f"{self.chance.randint(1, 200)} rue {self.prose.title(1, 2)}",
                "postcode": postcode,
                "commune_id": commune,
                "latitude": latitude,
                "longitude": longitude,
                "website": "https://www.example.org/",
                "confirmed_on": filing.day(-400, 0) if filing.maybe(0.6) else None,
            },
            words=60,
            links={"areas": filing.territories[self.chance.choice(areas)].draw(0, 3)},
        )
        for sector in filing.sectors.draw(1, 3):
            mode = self._one_of(ServiceMode)
            draft.rows.append((Activity, {"sector_id": sector, "mode": mode}))
        return draft

    def outil(self) -> Draft:
        return Draft(
            {
                "kind": self._one_of(ToolKind),
                "purpose": self.prose.text(25, limit=600),
                "web_address": "https://www.example.org/outil",
                "version": str(self.chance.randint(1, 9)),
                "used_by": self.prose.text(10, limit=400),
            },
            words=150,
        )

    def levier(self) -> Draft:
        filing = self.filing
        amount = Decimal(self.chance.randrange(500, 20_000, 100))
        draft = Draft(
            {
                "official_name": self.prose.title(),
                "nature": self._one_of(LeverNature),
                "structure_kinds": self.structures.draw(1, 4),
                "eligibility": self.prose.html(50),
                "amount_min": amount,
                "amount_max": amount * 2,
                "amount_unit": AmountUnit.EURO_YEAR,
                "amount_year": filing.today.year,
                "status": self.chance.choices(list(LeverStatus), (55, 15, 5, 25))[0],
                "status_checked_on": filing.day(-300, 0),
                "closes_on": filing.day(-200, 400) if filing.maybe(0.4) else None,
            },
            words=250,
        )
        for funder in filing.funders.draw(1, 2):
            values = {"funder_id": funder, "role": FunderRole.PAYS}
            draft.rows.append((LeverFunder, values))
        return draft

    def fiche(self) -> Draft:
        draft = Draft(
            {
                "question": self.prose.title() + " ?",
                "short_answer": self.prose.text(40, limit=600),
                "format": self._one_of(GuidanceFormat),
                "law_checked_on": self.filing.day(-500, 0),
                "what_to_write": self.prose.html(60),
            },
            words=450,
        )
        for _ in range(self.chance.choice([0, 0, 3])):
            texts = {
                "question": self.prose.text(12, limit=250),
                "if_yes": self.prose.text(10, limit=300),
                "if_no": self.prose.text(10, limit=300),
            }
            draft.rows.append((DecisionStep, texts))
        return draft

    def role(self) -> Draft:
        draft = Draft(
            {
                "role": self._one_of(RoleKind),
                "mission": self.prose.text(40, limit=600),
                "not_mine": self.prose.html(40),
                "first_day": self.prose.html(60),
            },
            words=150,
        )
        for stage in self.filing.stages.draw(3, 6):
            step = {"stage_id": stage, "what": self.prose.text(25, limit=500)}
            draft.rows.append((RoleStep, step))
        return draft

    def pratique(self) -> Draft:
        filing = self.filing
        buyer = self._actor()
        hours = self.chance.randrange(200, 60_000, 50)
        draft = Draft(
            {
                "problem": self.prose.text(40, limit=1000),
                "done": self.prose.text(80, limit=2000),
                "result": self.prose.text(40, limit=1000),
                "buyer_id": buyer,
                "buyer_name": "" if buyer else self.prose.title(2, 4),
                "buyer_kind": self._one_of(BuyerKind),
                "vehicles": self.chance.sample(values_of(Vehicle), 2),
                "reserved_for": self.structures.draw(0, 2),
                "year": self.chance.randint(filing.today.year - 12, filing.today.year),
                "hours_planned": hours,
                "hours_done": hours // 2 if filing.maybe(0.5) else None,
                "first_steps": self.prose.html(60),
            },
            words=250,
            links={"funders": filing.funders.draw(0, 2)},
        )
        for _ in range(self.chance.randint(0, 2)):
            part = {"name": self.prose.title(2, 4), "role": self.prose.title(2, 4)}
            draft.rows.append((PracticeOrganisation, {**part, "actor_id": None}))
        return draft

    def formation(self) -> Draft:
        provider = self._actor()
        draft = Draft(
            {
                "for_whom": self._one_of(ForWhom),
                "objectives": self.prose.html(50),
                "programme": self.prose.html(120),
                "level": self._one_of(Level),
                "hours": Decimal(self.chance.randint(2, 70)),
                "modalities": self.chance.sample(values_of(Modality), 2),
                "provider_id": provider,
                "provider_name": "" if provider else self.prose.title(2, 4),
            },
            words=120,
        )
        for _ in range(self.chance.randint(0, 4)):
            draft.rows.append((Session, self._session()))
        return draft

    def _session(self) -> dict[str, Any]:
        filing = self.filing
        day = filing.day(-365, 240)
        starts_at = timezone.make_aware(datetime.combine(day, time(9)))
        modality = self.chance.choices(list(Modality), (65, 25, 10))[0]
        territory = filing.territories[TerritoryLevel.COMMUNE].one()
        statuses = [SessionStatus.OPEN, SessionStatus.FULL, SessionStatus.CANCELLED]
        return {
            "uid": str(UUID(int=self.chance.getrandbits(128), version=4)),
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=8),
            "modality": modality,
            "place": filing.communes[territory][0],
            "territory_id": None if modality == Modality.REMOTE else territory,
            "seat_state": self._one_of(SeatState),
            "status": SessionStatus.HELD
            if day < filing.today
            else self.chance.choices(statuses, (80, 12, 8))[0],
            "updated_at": starts_at - timedelta(days=60),
        }

    def _one_of(self, choices: type[TextChoices]) -> str:
        return self.chance.choice(values_of(choices))

    def _actor(self) -> int | None:
        """An organisation of the directory, half of the time."""
        if self.actors and self.filing.maybe(0.5):
            return self.chance.choice(self.actors)
        return None
