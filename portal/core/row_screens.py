"""The screens of the plain rows of a page, each in a list of its own: ``RowPolicy`` says
which page a row is of, and so who may see and change it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from portal.core.row_rights import RowPolicy, editable_sources, may_change_rows


class RowScreen:
    """Asks the rights on the page of the row that it shows; leads back to the rows of
    the same page."""

    permission_policy: RowPolicy

    @cached_property
    def chosen_page(self) -> Page | None:
        """The page that the address names, if the person may edit it."""
        chosen = self.request.GET.get(self.permission_policy.page_field, "")
        if not chosen.isdecimal():
            return None
        model = self.permission_policy.page_model
        return editable_sources(self.request.user, model).filter(pk=chosen).first()

    def get_object(self, *args: Any) -> Model:
        row = super().get_object(*args)
        if not self.permission_policy.user_has_permission_for_instance(
            self.request.user, "change", row
        ):
            raise PermissionDenied
        return row

    def get_success_url(self) -> str:
        field = self.permission_policy.page_field
        page_id = getattr(self.object, f"{field}_id")
        return f"{reverse(self.index_url_name)}?{field}={page_id}"


class RowIndex(RowScreen, generic.IndexView):
    """The rows of the pages that a person may edit, or of one that the address names."""

    paginate_by = 50

    def get_base_queryset(self) -> QuerySet[Model]:
        allowed = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, {"change"}
        )
        return allowed.select_related(self.permission_policy.page_field)

    def get_page_subtitle(self) -> str:
        return self.chosen_page.title if self.chosen_page else ""

    def may_change(self, row: Model) -> bool:
        page = getattr(row, self.permission_policy.page_field)
        return may_change_rows(self.request.user, page)

    def get_add_url(self) -> str | None:
        page = self.chosen_page
        if page is None:
            return reverse(self.add_url_name)
        if not may_change_rows(self.request.user, page):
            return None
        return self.get_add_url_of(page)

    def get_add_url_of(self, page: Page) -> str:
        field = self.permission_policy.page_field
        return f"{reverse(self.add_url_name)}?{field}={page.pk}"

    def get_edit_url(self, instance: Model) -> str | None:
        return super().get_edit_url(instance) if self.may_change(instance) else None


class RowAdd(RowScreen, generic.CreateView):
    page_title = _("Add")

    def get_initial(self) -> dict[str, Any]:
        field = self.permission_policy.page_field
        return {**super().get_initial(), field: self.chosen_page}


class RowEdit(RowScreen, generic.EditView):
    pass


class RowDelete(RowScreen, generic.DeleteView):
    pass


class RowHistory(RowScreen, generic.HistoryView):
    pass


class RowViewSet(ModelViewSet):
    add_to_admin_menu = True
    index_view_class = RowIndex
    add_view_class = RowAdd
    edit_view_class = RowEdit
    delete_view_class = RowDelete
    history_view_class = RowHistory
    copy_view_enabled = False
    add_to_reference_index = False
    form: type[ModelForm]

    def get_edit_handler(self) -> None:
        return None

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return self.form

    def get_urlpatterns(self) -> list[Any]:
        patterns = super().get_urlpatterns()
        return [pattern for pattern in patterns if pattern.name != "usage"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "usage_url_name": None}
