from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from portal.home.viewsets import PAGES


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [PAGES]


hooks.register("register_contents_menu_item", PAGES.menu_entry)
