"""What the portal itself keeps to run, and the mails that wait to be sent."""

from django.utils.translation import gettext_lazy as _

from portal.core.personal_data import declare, declare_none

declare(
    "post_office.Email.to",
    "post_office.Email.cc",
    "post_office.Email.bcc",
    "post_office.Email.subject",
    "post_office.Email.message",
    "post_office.Email.html_message",
    holds=_("Whom a mail is for, and what it says"),
    purpose=_("To send it again when the mail server did not answer"),
    legal_basis=_("The same as what the mail is about"),
    retention=_("Until it is sent or given up"),
    seen_by=_("Administrators"),
)
declare_none(
    "operations.Job.*",
    "starter.LoadedRow.*",
    # Composed of pages alone: contacts never enter the index.
    "search.SearchEntry.*",
    "core.PortalImage.*",
    "core.PortalRendition.*",
    "core.PortalDocument.*",
    "core.Provenance.*",
    "core.Stamp.*",
    "core.LegalReference.*",
    "core.GlossaryTerm.*",
)
