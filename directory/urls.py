from django.urls import path
from django.utils.translation import gettext_lazy as _

from directory import views
from directory.finder import views as finder_views
from directory.territories import views as territory_views
from directory.zones import views as zone_views

app_name = "directory"

urlpatterns = [
    path(_("my-facilitator/"), finder_views.find_facilitator, name="find-facilitator"),
    path(
        _("my-facilitator/communes/"),
        finder_views.offer_communes,
        name="offer-communes",
    ),
    path(_("white-zones/"), zone_views.white_zones, name="white-zones"),
    path(_("white-zones.csv"), zone_views.white_zones_csv, name="white-zones-csv"),
    path(
        _("territories/"),
        territory_views.list_of_territories,
        name="list-territories",
    ),
    path(
        _("territories/<str:value>/"),
        territory_views.show_territory,
        name="show-territory",
    ),
    path(_("reach/<uuid:uid>/"), views.show_contact, name="show-contact"),
]
