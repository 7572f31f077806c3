"""Where visitors write to the publisher, when an address was given for it."""

from urllib.parse import quote

from django.conf import settings


def contact_url(subject: str, body: str) -> str:
    """The publisher's form, or a mail that is already begun; empty for neither."""
    contact = settings.PORTAL_CONTACT
    if not contact or contact.startswith("https://"):
        return contact
    return f"mailto:{quote(contact, safe='@+')}?subject={quote(subject)}&body={quote(body)}"
