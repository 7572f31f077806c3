"""What bodies confirmed to be missing, besides facilitators."""

from directory.enums import GapKind
from directory.following import hidden_paths
from directory.geography import Geography
from directory.models import Gap
from directory.zones.supply import Confirmation


def confirmations(
    kind: GapKind, geography: Geography, sectors: tuple[str, ...] = ()
) -> tuple[Confirmation, ...]:
    """Those of one kind; for structures, of one of ``sectors``."""
    rows = Gap.objects.filter(kind=kind, actor__live=True)
    if kind == GapKind.STRUCTURES:
        rows = rows.filter(sector__slug__in=sectors)
    hidden, known = hidden_paths(), geography.relations.known
    return tuple(
        Confirmation(geography.communes(territory), by, on, worker, until)
        for path, territory, by, on, worker, until in rows.order_by("pk").values_list(
            "actor__path",
            "territory__value",
            "actor_id",
            "checked_on",
            "worked_on_by_id",
            "worked_on_until",
        )
        if territory in known and not path.startswith(hidden)
    )
