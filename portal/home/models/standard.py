from django.utils.translation import gettext_lazy as _

from portal.core.models import ContentPage


class StandardPage(ContentPage):
    """A page of free composition: about, legal notice, accessibility statement."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
