from portal.core.listing import ContentViewSet
from portal.home.models import StandardPage


class StandardViewSet(ContentViewSet):
    model = StandardPage
    icon = "doc-empty"
    menu_order = 90


PAGES = StandardViewSet()
