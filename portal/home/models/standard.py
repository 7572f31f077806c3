from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.models import Page

from portal.core.models import ContentPage


class StandardPage(ContentPage):
    """A page of free composition: about, legal notice, accessibility statement."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    edit_handler = TabbedInterface(
        [
            ObjectList(ContentPage.content_panels, heading=_("Content")),
            ObjectList(ContentPage.filing_panels, heading=_("Filing")),
            ObjectList(ContentPage.trust_panels, heading=_("Trust and sources")),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
