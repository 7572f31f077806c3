"""The screens of sessions, beside their course; rights are those on the course."""

from typing import Any

from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters.filters import (
    ChoiceFilter,
    ModelChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from portal.core.row_screens import RowEdit, RowIndex, RowScreen, RowViewSet
from training.date_screens import AnnounceView, DatesView, NeedsView, announce_url
from training.enums import SessionStatus
from training.forms import CancelForm, SessionForm
from training.models import Session, TrainingPage
from training.rights import courses_of, policy


class SessionFilterSet(WagtailFilterSet):
    course = ModelChoiceFilter(
        label=_("Course"), queryset=lambda request: courses_of(request.user)
    )
    when = ChoiceFilter(
        label=_("When"),
        empty_label=_("Any"),
        method="by_date",
        choices=[("upcoming", _("To come")), ("past", _("Past"))],
        widget=RadioSelect,
    )
    status = MultipleChoiceFilter(
        label=_("Status"), choices=SessionStatus.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Session
        fields = ["course", "when", "status"]

    def by_date(
        self, sessions: QuerySet[Session], name: str, value: str
    ) -> QuerySet[Session]:
        past = sessions.filter(ends_at__lt=timezone.now())
        if value == "past":
            return past
        return sessions.filter(ends_at__gte=timezone.now()) if value else sessions


class SessionIndex(RowIndex):
    add_item_label = _("Add a session")
    default_ordering = "-starts_at"

    def get_base_queryset(self) -> QuerySet[Session]:
        return super().get_base_queryset().select_related("territory")

    def get_add_url_of(self, page: TrainingPage) -> str:
        return announce_url(page.pk)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        way = Button(
            gettext("Import sessions"),
            url=reverse("import_sessions:index"),
            icon_name="upload",
            priority=90,
        )
        needs = Button(
            gettext("Where dates are needed"),
            url=reverse("training_sessions:needs"),
            icon_name="group",
            priority=80,
        )
        return [*super().header_more_buttons, needs, way]

    def get_list_more_buttons(self, instance: Session) -> list[Button]:
        if not self.may_change(instance):
            return []
        buttons = [
            Button(
                gettext("Edit"),
                url=self.get_edit_url(instance),
                icon_name="edit",
                priority=10,
            ),
            Button(
                gettext("Duplicate"),
                url=self.get_copy_url(instance),
                icon_name="copy",
                priority=20,
            ),
        ]
        if instance.takes_place:
            buttons.append(
                Button(
                    gettext("Change the dates"),
                    url=reverse("training_sessions:dates", args=[instance.pk]),
                    icon_name="date",
                    priority=25,
                )
            )
            buttons.append(
                Button(
                    gettext("Cancel the session"),
                    url=reverse("training_sessions:cancel", args=[instance.pk]),
                    icon_name="cross",
                    priority=30,
                )
            )
        return buttons


class SessionCopy(RowScreen, generic.CopyView):
    """A new session like another one, on dates to choose."""

    def get_initial_form_instance(self) -> Session:
        session = self.get_object()
        return Session(
            course=session.course,
            modality=session.modality,
            place=session.place,
            territory=session.territory,
            remote_url=session.remote_url,
            seats=session.seats,
            registration_url=session.registration_url,
        )


class SessionCancel(RowEdit):
    page_title = _("Cancel the session")
    success_message = _("The session is cancelled; readers are told why.")
    submit_button_label = _("Cancel the session")
    header_icon = "cross"
    actions: tuple[str, ...] = ("edit",)

    def get_edit_url(self) -> str:
        return reverse("training_sessions:cancel", args=[self.object.pk])

    def save_instance(self) -> Session:
        return self.form.save()


class SessionViewSet(RowViewSet):
    model = Session
    name = "training_sessions"
    url_prefix = "sessions"
    icon = "calendar-alt"
    menu_label = _("Sessions")
    menu_order = 160
    index_view_class = SessionIndex
    copy_view_enabled = True
    copy_view_class = SessionCopy
    filterset_class = SessionFilterSet
    form = SessionForm

    @property
    def permission_policy(self) -> Any:
        return policy

    @property
    def list_display(self) -> list[Any]:
        return [
            "course",
            Column(
                "starts_at",
                label=_("Start"),
                sort_key="starts_at",
                accessor=lambda session: timezone.localtime(session.starts_at),
            ),
            Column("modality", label=_("How"), accessor="get_modality_display"),
            Column(
                "where",
                label=_("Where"),
                accessor=lambda session: session.territory or session.place,
            ),
            Column("status", label=_("Status"), accessor="get_status_display"),
            Column("seats", label=_("Seats"), accessor="get_seat_state_display"),
        ]

    @property
    def cancel_view(self) -> Any:
        options = {
            **self.get_edit_view_kwargs(),
            "form_class": CancelForm,
            "template_name": "training/admin/cancel_session.html",
        }
        return self.construct_view(SessionCancel, **options)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("cancel/<int:pk>/", self.cancel_view, name="cancel"),
            path("announce/<int:pk>/", AnnounceView.as_view(), name="announce"),
            path("dates/<int:pk>/", DatesView.as_view(), name="dates"),
            path("needs/", NeedsView.as_view(), name="needs"),
        ]


SESSIONS = SessionViewSet()
