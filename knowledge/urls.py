from django.urls import path
from django.utils.translation import gettext_lazy as _

from knowledge import views

app_name = "knowledge"
urlpatterns = [
    path(_("who-does-what/"), views.role_matrix, name="role-matrix"),
]
