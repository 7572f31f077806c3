"""Where a visitor reports an error, when the publisher gave an address for it."""

from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _


def report_url(title: str, address: str) -> str:
    """The publisher's form, or a mail that already names the page; empty for neither."""
    contact = settings.PORTAL_CONTACT
    if not contact or contact.startswith("https://"):
        return contact
    subject = quote(_("Error on the page “%(title)s”") % {"title": title})
    return f"mailto:{quote(contact, safe='@+')}?subject={subject}&body={quote(address)}"
