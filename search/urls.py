from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from search import views

app_name = "search"

urlpatterns = [
    path(
        _("search/"),
        include(
            [
                path("", views.find_pages, name="find-pages"),
                path(_("suggestions/"), views.suggest, name="suggest"),
                path(_("places/"), views.find_places, name="find-places"),
            ]
        ),
    ),
]
