from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from search import periods
from training import views


class MonthConverter:
    """A month as periods are written: 2027-03."""

    regex = periods.MONTH

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MonthConverter, "month")

app_name = "training"
urlpatterns = [
    path(_("calendar.ics"), views.give_feed, name="feed"),
    path(_("calendar/"), views.show_agenda, name="agenda"),
    path(_("calendar/<month:month>/"), views.show_month, name="month"),
    path(_("calendar/need/<int:course_id>/"), views.say_need, name="need"),
    path(_("calendar/<path:uid>.ics"), views.give_session, name="session-file"),
]
