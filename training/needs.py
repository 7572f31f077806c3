"""What people need and nobody announces yet: counted by course and by place, for
trainers to see, and shown the bodies that can set up a session for several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from directory.regional_help import actors_wanted
from portal.core.enums import StructureKind, TerritoryLevel
from portal.core.models import Territory
from search import service
from search.labels import Memory
from search.results import Hit
from search.territories import Relations
from training.enums import ForWhom
from training.models import Need, TrainingPage

MOST_PEOPLE = 200
# The same visitor asking again for the same within a day is counted once.
REMEMBERED = 24 * 3600
BODIES = 6

# Who can set up a session for a group, those closest to the people first.
_BODIES = {
    ForWhom.PROFESSIONALS: (
        StructureKind.TRAINING_PROVIDER,
        StructureKind.COORDINATION,
        StructureKind.NETWORK_HEAD,
        StructureKind.FUNDER,
    ),
    ForWhom.PEOPLE: (
        StructureKind.PRESCRIBER,
        StructureKind.FUNDER,
        StructureKind.TRAINING_PROVIDER,
    ),
}


def counted_at(value: str, relations: Relations) -> str:
    """The place that a need is counted at: of a commune, its intermunicipality, so
    that a number never points at the people of a village."""
    known = relations.known[value]
    if not known.is_commune:
        return value
    around = [relations.known[other] for other in relations.within(value)]
    for level in (TerritoryLevel.EPCI, TerritoryLevel.DEPARTEMENT):
        found = [territory.value for territory in around if territory.level == level]
        if found:
            return found[0]
    return value


def express(
    request: HttpRequest, course: TrainingPage, value: str, people: int, memory: Memory
) -> None:
    """Count a need for ``course`` near ``value``, once a day for the same visitor."""
    place = counted_at(value, memory.relations)
    territory = Territory.objects.for_values([place]).first()
    if territory is None or not _is_new(request, f"{course.pk}:{place}"):
        return
    Need.count(course.pk, territory.pk, min(max(people, 1), MOST_PEOPLE))


def _is_new(request: HttpRequest, what: str) -> bool:
    """Whether this visitor did not ask the same today, as far as can be told. What
    tells visitors apart is kept as a digest, for a day, and nowhere else."""
    told = [
        request.META.get(name, "")
        for name in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT")
    ]
    salt = f"need:{timezone.localdate()}"
    digest = salted_hmac(salt, "|".join([*told, what])).hexdigest()[:32]
    # None when the cache's server is away: better counted twice than lost.
    return cache.add(f"need:{digest}", 1, REMEMBERED) is not False


def bodies(course: TrainingPage, value: str, memory: Memory) -> tuple[Hit, ...]:
    """The organisations that can set up a session for a group near ``value``."""
    kinds = _BODIES[ForWhom(course.for_whom)]
    wanted = [actors_wanted((kind.value,), value, shown=3) for kind in kinds]
    hits = {
        hit.id: hit
        for found in service.gather(wanted, memory=memory)
        for hit in found.hits
    }
    return tuple(hits.values())[:BODIES]


@dataclass(frozen=True)
class Demand:
    course: TrainingPage
    place: str
    requests: int
    people: int
    last: date  # the last month when someone asked


def demand_for(
    courses: Iterable[TrainingPage] | Sequence[int], limit: int = 500
) -> list[Demand]:
    """What was asked of ``courses`` in the last twelve months, the most wanted first."""
    rows = (
        Need.objects.filter(course__in=courses, month__gt=_year_ago())
        .values("course", "territory")
        .annotate(
            all_requests=Sum("requests"), all_people=Sum("people"), last=Max("month")
        )
        .order_by("-all_people", "-last", "course", "territory")[:limit]
    )
    found = list(rows)
    pages = TrainingPage.objects.in_bulk({row["course"] for row in found})
    places = Territory.objects.in_bulk({row["territory"] for row in found})
    return [
        Demand(
            pages[row["course"]],
            places[row["territory"]].name,
            row["all_requests"],
            row["all_people"],
            row["last"],
        )
        for row in found
    ]


def people_waiting(course: TrainingPage) -> int:
    """For how many people ``course`` was asked in the last twelve months."""
    found = course.needs.filter(month__gt=_year_ago()).aggregate(all=Sum("people"))
    return found["all"] or 0


def _year_ago() -> date:
    today = timezone.localdate()
    return today.replace(year=today.year - 1, day=1)
