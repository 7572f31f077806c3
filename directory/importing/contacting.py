"""The address of a service that a table gives: one contact of the import's own."""

import uuid
from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _

from directory.importing.records import ActorRecord
from directory.models import ActorPage, Contact

_OURS = uuid.UUID("6f0c8a52-6a5c-4a0e-9d57-3f1a2f2b7c11")


class Result(Protocol):
    """Where what changes of an organisation is noted, by line."""

    changed: dict[int, list[str]]

    def warn(self, name: str, value: str, message: str) -> None: ...


class Contacts:
    """The contacts of a batch of organisations: what people made is left alone, and
    where one was withdrawn nothing is added."""

    def __init__(self) -> None:
        self._held: dict[int, list[Contact]] = {}
        self._to_write: list[tuple[ActorPage, Contact]] = []

    def read(self, pages: Iterable[ActorPage]) -> None:
        keys = [page.pk for page in pages]
        for contact in Contact.objects.filter(actor__in=keys):
            self._held.setdefault(contact.actor_id, []).append(contact)

    def take(self, page: ActorPage, record: ActorRecord, result: Result) -> None:
        """Note in ``result`` what the address that ``record`` tells changes."""
        if not (record.email or record.phone):
            return
        held = self._held.get(page.pk or 0, [])
        if any(contact.withdrawn_on for contact in held):
            message = _("A contact was withdrawn there: none is added.")
            result.warn("email" if record.email else "phone", "", message)
            return
        own = uuid.uuid5(_OURS, str(page.translation_key))
        contact = next((one for one in held if one.uid == own), None)
        if contact is None:
            if held:
                return
            contact = Contact(uid=own, purpose=str(_("General contact")))
        told = {"email": record.email, "phone": record.phone}
        new = {
            name: value
            for name, value in told.items()
            if value and getattr(contact, name) != value
        }
        if new:
            for name, value in new.items():
                setattr(contact, name, value)
            self._to_write.append((page, contact))
            result.changed.setdefault(record.line, []).append("contacts")

    def write(self) -> None:
        """Once the pages are there."""
        new: list[Contact] = []
        changed: list[Contact] = []
        for page, contact in self._to_write:
            contact.actor_id = page.pk
            (changed if contact.pk else new).append(contact)
        Contact.objects.bulk_create(new)
        Contact.objects.bulk_update(changed, ["email", "phone"])
