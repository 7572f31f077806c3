"""What visitors are shown of contacts, and when persons are named no longer."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from wagtail.log_actions import log

from directory.models import ActorPage, Contact
from portal.core.publishing import is_visible

WITHDRAWN = "directory.contact.withdraw"


def withdraw_contact(contact: Contact) -> None:
    """Take it away everywhere, and note in the log that it was."""
    contact.withdraw()
    log(instance=contact, action=WITHDRAWN)


@transaction.atomic
def withdraw_lapsed(today: date) -> int:
    """Withdraw the contacts that name a person whom nobody asked again in time; return
    how many. To be called daily."""
    lapsed = list(
        Contact.objects.lapsing(today)
        .select_related("actor")
        .select_for_update(of=("self",))
    )
    for contact in lapsed:
        withdraw_contact(contact)
    return len(lapsed)


def contacts_of(actor: ActorPage) -> list[Contact]:
    """The contacts of ``actor`` that may be shown, addresses of services first."""
    return list(Contact.objects.visible().filter(actor=actor.facts.pk))


def asked_contact(uid: UUID, request: HttpRequest) -> Contact | None:
    """The contact that a visitor asked to see; None when it is not for them."""
    contact = (
        Contact.objects.visible().select_related("actor__locale").filter(uid=uid)
    ).first()
    if contact is None or not is_visible(contact.actor):
        return None
    restrictions = contact.actor.get_view_restrictions().prefetch_related("groups")
    allowed = all(rule.accept_request(request) for rule in restrictions)
    return contact if allowed else None
