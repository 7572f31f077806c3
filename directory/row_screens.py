"""The screens of contacts and coverage, beside the page of their organisation."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_filters.filters import (
    ChoiceFilter,
    ModelChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button

from directory import rights
from directory.enums import CoverageRole, CoverageState
from directory.forms import ContactForm, CoverageForm, WithdrawForm
from directory.models import Contact, Coverage
from directory.rights import actors_of
from portal.core.row_screens import RowEdit, RowIndex, RowViewSet

# Persons are asked again before they are named no longer.
WARNED = timedelta(weeks=6)
LAPSING = "soon"


class RowFilterSet(WagtailFilterSet):
    actor = ModelChoiceFilter(
        label=_("Organisation"), queryset=lambda request: actors_of(request.user)
    )


class ContactFilterSet(RowFilterSet):
    withdrawn = ChoiceFilter(
        label=_("Withdrawn"),
        empty_label=_("Any"),
        method="by_withdrawal",
        choices=[
            ("no", _("In use")),
            (LAPSING, _("To be asked again soon")),
            ("yes", _("Withdrawn")),
        ],
    )

    class Meta:
        model = Contact
        fields = ["actor", "withdrawn"]

    def by_withdrawal(
        self, rows: QuerySet[Contact], name: str, value: str
    ) -> QuerySet[Contact]:
        if value == LAPSING:
            return rows.lapsing(_warned_before())
        return rows.filter(withdrawn_on__isnull=value == "no")


class CoverageFilterSet(RowFilterSet):
    state = MultipleChoiceFilter(
        label=_("What is known"),
        choices=CoverageState.choices,
        widget=CheckboxSelectMultiple,
    )
    role = MultipleChoiceFilter(
        label=_("Role"), choices=CoverageRole.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Coverage
        fields = ["actor", "state", "role"]


class ContactIndex(RowIndex):
    add_item_label = _("Add a contact")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.results_only:
            self._warn()
        return super().get(request, *args, **kwargs)

    def _warn(self) -> None:
        rows: Any = self.get_base_queryset()
        if count := rows.lapsing(_warned_before()).count():
            message = ngettext(
                "%(count)d contact names a person whom nobody has asked for nearly three"
                " years: it is withdrawn by itself unless somebody asks again and fills"
                " in “checked on”.",
                "%(count)d contacts name persons whom nobody has asked for nearly three"
                " years: they are withdrawn by themselves unless somebody asks again and"
                " fills in “checked on”.",
                count,
            ) % {"count": count}
            listed = messages.button(
                f"{reverse(self.index_url_name)}?withdrawn={LAPSING}", gettext("See")
            )
            messages.warning(self.request, message, buttons=[listed])

    def get_list_more_buttons(self, instance: Contact) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        if not instance.withdrawn_on and self.may_change(instance):
            url = reverse("directory_contacts:withdraw", args=[instance.pk])
            buttons.append(
                Button(gettext("Withdraw"), url=url, icon_name="cross", priority=30)
            )
        return buttons


class CoverageIndex(RowIndex):
    add_item_label = _("Say who covers a territory")

    def get_base_queryset(self) -> QuerySet[Model]:
        return super().get_base_queryset().select_related("territory")


class ContactWithdraw(RowEdit):
    page_title = _("Withdraw the contact")
    success_message = _("The contact is withdrawn; nothing of it is shown any more.")
    submit_button_label = _("Withdraw the contact")
    header_icon = "cross"
    actions: tuple[str, ...] = ("edit",)

    def get_edit_url(self) -> str:
        return reverse("directory_contacts:withdraw", args=[self.object.pk])

    def save_instance(self) -> Contact:
        return self.form.save()


class ContactViewSet(RowViewSet):
    model = Contact
    name = "directory_contacts"
    url_prefix = "contacts"
    icon = "mail"
    menu_label = _("Contacts")
    menu_order = 170
    index_view_class = ContactIndex
    filterset_class = ContactFilterSet
    form = ContactForm

    @property
    def permission_policy(self) -> Any:
        return rights.CONTACTS

    @property
    def list_display(self) -> list[Any]:
        return [
            Column("purpose", label=_("What for"), sort_key="purpose"),
            Column("actor", label=_("Organisation"), accessor="actor"),
            BooleanColumn("is_named", label=_("Names a person")),
            Column("checked_on", label=_("Checked on"), sort_key="checked_on"),
            Column("kept_until", label=_("Kept until"), accessor="kept_until"),
            Column("withdrawn_on", label=_("Withdrawn on"), sort_key="withdrawn_on"),
        ]

    @property
    def withdraw_view(self) -> Any:
        options = {
            **self.get_edit_view_kwargs(),
            "form_class": WithdrawForm,
            "template_name": "directory/admin/withdraw_contact.html",
        }
        return self.construct_view(ContactWithdraw, **options)

    def get_urlpatterns(self) -> list[Any]:
        withdraw = path("withdraw/<int:pk>/", self.withdraw_view, name="withdraw")
        return [*super().get_urlpatterns(), withdraw]


class CoverageViewSet(RowViewSet):
    model = Coverage
    name = "directory_coverages"
    url_prefix = "coverages"
    icon = "globe"
    menu_label = _("Who covers what")
    menu_order = 180
    index_view_class = CoverageIndex
    filterset_class = CoverageFilterSet
    form = CoverageForm

    @property
    def permission_policy(self) -> Any:
        return rights.COVERAGES

    @property
    def list_display(self) -> list[Any]:
        return [
            "territory",
            Column("actor", label=_("Organisation"), accessor="actor"),
            Column("state", label=_("What is known"), accessor="get_state_display"),
            Column("role", label=_("Role"), accessor="get_role_display"),
            Column("checked_on", label=_("Checked on"), sort_key="checked_on"),
        ]


CONTACTS = ContactViewSet()
COVERAGES = CoverageViewSet()


def _warned_before() -> date:
    return timezone.localdate() + WARNED
