"""How the editor finds organisations: by name, SIRET or postcode, drafts included."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from directory.models import ActorPage
from portal.core import choosing
from portal.core.choosing import Choice


def _choices(pages: Iterable[ActorPage]) -> Iterator[Choice]:
    for page in pages:
        hint = " · ".join(part for part in (page.siret, page.postcode) if part)
        yield Choice(page.pk, page.get_admin_display_title(), hint)


def _search(query: str) -> Iterator[Choice]:
    pages = ActorPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True
    )
    if query.strip():
        # The admin's search knows keys, not every condition.
        chosen = ActorPage.objects.filter(
            pk__in=list(pages.values_list("pk", flat=True))
        )
        return _choices(chosen.autocomplete(query)[: choosing.SHOWN + 1])
    return _choices(pages.order_by("title")[: choosing.SHOWN + 1])


choosing.register(ActorPage, choosing.Source(_search, _choices))
