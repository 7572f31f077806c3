"""Who follows clauses where, as public sources say; nobody has checked it yet."""

from collections.abc import Callable

from wagtail.models import Page

from directory.models import Coverage
from portal.core.models import Territory
from portal.starter.loading.files import CONTENT, StarterError, digest_of, read_yaml
from portal.starter.models import LoadedRow

FAMILY = "coverages"


def load_coverages(page_of: Callable[[str], Page | None]) -> int:
    """Add each row once: what people then change or delete stays so. Return how many.

    ``page_of`` finds an organisation by its key; None when a person deleted it.
    """
    loaded = set(LoadedRow.objects.filter(family=FAMILY).values_list("key", flat=True))
    added = 0
    for entry in read_yaml(CONTENT / f"{FAMILY}.yaml"):
        key = f"{entry['actor']}/{entry['territory']}"
        actor = page_of(entry["actor"])
        if key in loaded or actor is None:
            continue
        territory = Territory.objects.filter(value=entry["territory"]).first()
        if territory is None:
            raise StarterError(f"{FAMILY}: {entry['territory']} is not known.")
        said = {name: entry[name] for name in ("source_label", "source_url")}
        _row, new = Coverage.objects.get_or_create(
            actor_id=actor.pk, territory=territory, defaults=said
        )
        LoadedRow.objects.create(family=FAMILY, key=key, digest=digest_of(entry))
        added += new
    return added
