"""How free pages are found: by their words alone."""

from django.utils.translation import gettext_lazy as _

from portal.home.models import StandardPage
from search.kinds import Kind, register

register(Kind(value="page", label=_("Page"), plural=_("Pages"), model=StandardPage))
