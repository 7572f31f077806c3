from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.home import views

app_name = "home"
urlpatterns = [
    path(_("site-map/"), views.site_map, name="site-map"),
    path(_("glossary/"), views.glossary, name="glossary"),
]
