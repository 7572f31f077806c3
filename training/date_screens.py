"""The screens where trainers announce dates of a course, and change those announced."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.core.templatetags.wording import day
from training.announcing import announce, move
from training.forms import AnnounceForm, DatesForm
from training.models import Session, TrainingPage
from training.needs import demand_for
from training.rights import courses_of, may_change

DAYS_TOLD = 6


def sessions_url(course_id: int) -> str:
    return f"{reverse('training_sessions:index')}?course={course_id}"


def announce_url(course_id: int) -> str:
    return reverse("training_sessions:announce", args=[course_id])


class DatesScreen(WagtailAdminTemplateMixin, View):
    header_icon = "calendar-alt"
    course: TrainingPage

    def get_page_subtitle(self) -> str:
        return self.course.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": sessions_url(self.course.pk), "label": _("Sessions")},
            {"url": "", "label": self.page_title, "sublabel": self.course.title},
        ]

    def show(self, form: Any, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                form=form,
                media=form.media,
                course=self.course,
                list_url=sessions_url(self.course.pk),
                **context,
            )
        )


class AnnounceView(DatesScreen):
    """One page from the course to its dates: a repetition is shown, then announced."""

    page_title = _("Announce dates")
    template_name = "training/admin/announce.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.course = get_object_or_404(TrainingPage, pk=kwargs.pop("pk"))
        allowed = courses_of(request.user).filter(pk=self.course.pk).exists()
        if not allowed or not may_change(request.user, self.course):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(AnnounceForm(course=self.course))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AnnounceForm(request.POST, course=self.course)
        if not form.is_valid():
            return self.show(form)
        if form.asks_to_see:
            return self.show(form, choices=form.choices, signature=form.signature)
        made = announce(
            self.course,
            [planned.parts for planned in form.kept],
            form.details(),
            all_day=form.all_day,
            register_days_before=form.cleaned_data["register_days_before"],
            user=request.user,
        )
        count = len(made)
        told = ngettext(
            "%(count)d date announced for “%(course)s”: %(days)s.",
            "%(count)d dates announced for “%(course)s”: %(days)s.",
            count,
        ) % {"count": count, "course": self.course.title, "days": _days_of(made)}
        again = messages.button(
            announce_url(self.course.pk), gettext("Announce others")
        )
        seen = messages.button(self.course.get_url(request), gettext("See the course"))
        messages.success(request, told, buttons=[seen, again])
        may_edit = self.course.permissions_for_user(request.user).can_edit()
        if self.course.proposal and may_edit:
            edit = reverse("wagtailadmin_pages:edit", args=[self.course.pk])
            messages.warning(
                request,
                gettext(
                    "Its page was a proposal, which nobody gave: untick “proposal”, and put"
                    " its summary right."
                ),
                buttons=[messages.button(edit, gettext("Change the page"))],
            )
        return redirect(sessions_url(self.course.pk))


def _days_of(sessions: Sequence[Session]) -> str:
    """The days on which sessions begin, in words, the first of them where many."""
    days = [day(session.days[0]) for session in sessions[:DAYS_TOLD]]
    return ", ".join([*days, "…"] if len(sessions) > DAYS_TOLD else days)


class DatesView(DatesScreen):
    """Moves a session, or puts its dates right."""

    page_title = _("Change the dates")
    template_name = "training/admin/dates.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        sessions = Session.objects.select_related("course")
        self.session = get_object_or_404(sessions, pk=kwargs.pop("pk"))
        self.course = self.session.course
        if not may_change(request.user, self.course):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(DatesForm(session=self.session), session=self.session)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DatesForm(request.POST, session=self.session)
        if not form.is_valid():
            return self.show(form, session=self.session)
        move(
            self.session,
            form.parts,
            form.cleaned_data["reason"].strip(),
            all_day=form.all_day,
            told=bool(form.cleaned_data["told"]),
            user=request.user,
        )
        messages.success(request, gettext("The dates are changed."))
        return redirect(sessions_url(self.course.pk))


class NeedsView(WagtailAdminTemplateMixin, View):
    """Where people said that a date is needed, for the trainer's own courses."""

    page_title = _("Where dates are needed")
    header_icon = "group"
    template_name = "training/admin/needs.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        sessions = {"url": reverse("training_sessions:index"), "label": _("Sessions")}
        return [
            *self.breadcrumbs_items,
            sessions,
            {"url": "", "label": self.page_title},
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        courses = courses_of(request.user)
        if not courses.exists():
            raise PermissionDenied
        demand = demand_for(courses.order_by().values("pk"))
        return self.render_to_response(self.get_context_data(demand=demand))
