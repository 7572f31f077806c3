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
declare(
    "core.ImportRun.user",
    "core.ImportRun.file_name",
    "core.ImportRun.options",
    "core.ImportRun.report",
    holds=_("Who brought a file to import, and what became of its lines"),
    purpose=_("To show what the file would change, then what it changed"),
    legal_basis=_("Task in the public interest"),
    retention=_("The file until it is imported, a day at most; its report a month"),
    seen_by=_("The person who brought the file"),
)
declare_none(
    "core.ImportRun.language",
    "core.ImportRun.kind",
    "core.ImportRun.places",
    "core.ImportRun.refusal",
    "operations.Job.*",
    "starter.LoadedRow.*",
    # Composed of pages alone: contacts never enter the index.
    "search.SearchEntry.*",
    "search.IndexBuild.*",
    "core.PortalImage.*",
    "core.PortalRendition.*",
    "core.PortalDocument.*",
    "core.Provenance.*",
    "core.Stamp.*",
    "core.LegalReference.*",
    "core.GlossaryTerm.*",
)
