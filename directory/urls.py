from django.urls import path
from django.utils.translation import gettext_lazy as _

from directory import views

app_name = "directory"

urlpatterns = [
    path(_("reach/<uuid:uid>/"), views.show_contact, name="show-contact"),
]
