from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from knowledge.viewsets import CONTENT, FrameworkViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [*CONTENT, FrameworkViewSet()]


for _viewset in CONTENT:
    hooks.register("register_contents_menu_item", _viewset.menu_entry)
