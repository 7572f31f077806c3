"""Accounts, and what Wagtail notes of the people who have one."""

from django.utils.translation import gettext_lazy as _

from portal.core.personal_data import declare

_CONTRACT = _("Task in the public interest: running the portal")
_WITH_ACCOUNT = _("As long as the account; erased or made anonymous with it")

declare(
    "users.User.username",
    "users.User.first_name",
    "users.User.last_name",
    "users.User.email",
    "users.User.password",
    "wagtailusers.UserProfile.user",
    holds=_("Who has an account; the password only as a digest"),
    purpose=_("To sign in, and to be told of what waits"),
    legal_basis=_CONTRACT,
    retention=_WITH_ACCOUNT,
    seen_by=_("Administrators, and the person"),
)
declare(
    "wagtailcore.Page.owner",
    "wagtailcore.Page.locked_by",
    "wagtailcore.Revision.user",
    "wagtailcore.PageLogEntry.user",
    "wagtailcore.ModelLogEntry.user",
    "wagtailcore.Comment.user",
    "wagtailcore.Comment.resolved_by",
    "wagtailcore.CommentReply.user",
    "wagtailcore.WorkflowState.requested_by",
    "wagtailcore.TaskState.finished_by",
    "wagtailcore.PageSubscription.user",
    "wagtailcore.UploadedFile.uploaded_by_user",
    "wagtailadmin.EditingSession.user",
    "wagtailadmin.FormState.user",
    "wagtaildocs.Document.uploaded_by_user",
    "wagtailimages.Image.uploaded_by_user",
    "core.PortalDocument.uploaded_by_user",
    "core.PortalImage.uploaded_by_user",
    "wagtail_localize.StringTranslation.last_translated_by",
    "wagtail_localize.SegmentOverride.last_translated_by",
    holds=_("Which account wrote, changed, checked or sent something"),
    purpose=_("To know who answers for a change, and to undo it"),
    legal_basis=_CONTRACT,
    retention=_WITH_ACCOUNT,
    seen_by=_("Editors who may open the page"),
)
