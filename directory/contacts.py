"""What visitors are shown of contacts."""

from uuid import UUID

from django.http import HttpRequest

from directory.models import ActorPage, Contact
from portal.core.publishing import is_visible


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
