"""What happens when a page that is due cannot go live: it is kept for its author."""

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from portal.core.publishing import PublicationRefused

REFUSED = "portal.publication_refused"


def due_revisions() -> list[Revision]:
    """Revisions whose date has come; sources first, since translations ask for them."""
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    return sorted(due.order_by("approved_go_live_at"), key=_translations_last)


def note_refusal(revision: Revision, refusal: PublicationRefused) -> bool:
    """Keep the refusal in the history of the page; False if it was there already."""
    messages = [gap.message for gap in refusal.gaps]
    last = (
        PageLogEntry.objects.filter(action=REFUSED, revision=revision)
        .order_by("-timestamp")
        .first()
    )
    if last is not None and last.data.get("messages") == messages:
        return False
    log(
        instance=refusal.page,
        action=REFUSED,
        revision=revision,
        data={"messages": messages},
    )
    return True


def standing_refusal(page: Page) -> list[str]:
    """What kept the page from going live at its date, until it is mended."""
    entry = (
        PageLogEntry.objects.filter(page=page, action=REFUSED)
        .select_related("revision")
        .order_by("-timestamp")
        .first()
    )
    if entry is None or entry.revision is None:
        return []
    waits = entry.revision.approved_go_live_at is not None
    return entry.data.get("messages", []) if waits else []


def _translations_last(revision: Revision) -> bool:
    thing = revision.content_object
    return bool(getattr(thing, "is_translation", False))
