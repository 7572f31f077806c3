from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from directory.viewsets import ACTORS, DirectoryViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [ACTORS, DirectoryViewSet()]


hooks.register("register_contents_menu_item", ACTORS.menu_entry)
