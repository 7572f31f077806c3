from django.utils.translation import gettext_lazy as _

from portal.core.personal_data import declare, declare_none

_UNTIL_WITHDRAWN = _(
    "Until it is withdrawn, which erases it at once. That of a person is withdrawn by"
    " itself three years after the person was informed or last asked; that of a service"
    " stays as long as the organisation has its page."
)
_UNTIL_LAPSED = _(
    "Until it is withdrawn, which erases it at once, and which happens by itself three"
    " years after the person was informed or last asked."
)

declare(
    "directory.Contact.email",
    "directory.Contact.phone",
    "directory.Contact.form_url",
    holds=_("An address or a number of a service, or of a person who agreed to it"),
    purpose=_("To let buyers, structures and companies reach the right body"),
    legal_basis=_("Task in the public interest; for a person, as said in the row"),
    retention=_UNTIL_WITHDRAWN,
    seen_by=_("Visitors, on request; of a person only what was agreed to"),
)
declare(
    "directory.Contact.person",
    "directory.Contact.function",
    holds=_("The name and the function of a person"),
    purpose=_("To say who answers, where a service has no address of its own"),
    legal_basis=_("As said in the row, with the day the person was informed"),
    retention=_UNTIL_LAPSED,
    seen_by=_("Visitors, the name on request and only if it was agreed to"),
)
declare_none(
    "directory.Contact.purpose",
    "directory.Contact.shown",
    "directory.Contour.*",
    "directory.Coverage.*",
    "directory.Gap.*",
)
