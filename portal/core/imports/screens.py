"""The screens of an import: a file, what was understood of it, what it would change,
then the report. Each kind of import has the same ones."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.text import get_valid_filename
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from portal.core.imports.downloads import report_as_csv
from portal.core.imports.kinds import ImportKind
from portal.core.imports.running import run_if_small
from portal.core.imports.understanding import (
    ColumnsForm,
    counts_of,
    sections_of,
    understood,
)
from portal.core.models import ImportRun

MOST_BYTES = 10 * 1024 * 1024
LISTED_RUNS = 10
REFRESHED_EVERY = 2  # seconds


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"), allow_empty_file=False)

    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.widget.attrs["accept"] = ",".join(kind.extensions)
        names = [extension.removeprefix(".") for extension in kind.extensions]
        field.validators.append(
            FileExtensionValidator(
                names,
                message=_(
                    "Choose a file of one of these kinds: %(allowed_extensions)s."
                ),
            )
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            message = gettext("The file is too large: %(size)s, for at most %(most)s.")
            sizes = {
                "size": filesizeformat(file.size),
                "most": filesizeformat(MOST_BYTES),
            }
            raise forms.ValidationError(message % sizes)
        return file


class ImportView(WagtailAdminTemplateMixin, View):
    """Closed to those who may not import this; a run is seen by who brought it."""

    kind: ImportKind = None  # type: ignore[assignment]  # as_view gives it
    url_namespace = ""
    header_icon = "upload"

    @property
    def user(self) -> Any:
        """Who is signed in: the admin is closed to others."""
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.kind.may_use(self.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.kind.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = self.kind.list_address()
        items = [{"url": above, "label": self.kind.list_title}] if above else []
        own = {"url": reverse(f"{self.url_namespace}:index"), "label": self.kind.title}
        return [*self.breadcrumbs_items, *items, own]

    def run_of(self, pk: UUID) -> ImportRun:
        runs = ImportRun.objects.filter(kind=self.kind.name, user=self.user)
        return get_object_or_404(runs, pk=pk)

    def to_run(self, run: ImportRun) -> HttpResponse:
        return redirect(f"{self.url_namespace}:run", run.pk)


class FileView(ImportView):
    """Asks for a file; lists those brought lately."""

    template_name = "core/admin/imports/file.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(*self._forms())

    def post(self, request: HttpRequest) -> HttpResponse:
        file_form, options_form = self._forms(request.POST, request.FILES)
        if not (file_form.is_valid() and options_form.is_valid()):
            return self._show(file_form, options_form)
        ImportRun.objects.forget_old()
        file = file_form.cleaned_data["file"]
        run = ImportRun.objects.create(
            kind=self.kind.name,
            user=self.user,
            file_name=_safe_name(file.name),
            language=get_language() or "",
            content=file.read(),
            options=options_form.options(),
        )
        run_if_small(run)
        return self.to_run(run)

    def _forms(self, data: Any = None, files: Any = None) -> tuple[Any, Any]:
        return (
            FileForm(data, files, kind=self.kind),
            self.kind.options_form(data, user=self.user),
        )

    def _show(self, file_form: FileForm, options_form: forms.Form) -> HttpResponse:
        runs = ImportRun.objects.filter(kind=self.kind.name, user=self.user)
        context = self.get_context_data(
            kind=self.kind,
            file_form=file_form,
            options_form=options_form,
            media=file_form.media + options_form.media,
            runs=runs.defer("content", "report")[:LISTED_RUNS],
            run_url_name=f"{self.url_namespace}:run",
        )
        return self.render_to_response(context)


class RunView(ImportView):
    """Where a file stands: being read, to be confirmed, imported or refused."""

    template_name = "core/admin/imports/run.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self.run_of(pk)
        headings = run.report.get("headings", ())
        context = self.get_context_data(
            kind=self.kind,
            run=run,
            understood=understood(run),
            counts=counts_of(run),
            sections=sections_of(run, self.kind),
            columns_form=ColumnsForm(columns=self.kind.columns, run=run)
            if headings and run.content
            else None,
            urls={
                name: reverse(f"{self.url_namespace}:{name}", args=[run.pk])
                for name in ("columns", "confirm", "report")
            },
            again_url=reverse(f"{self.url_namespace}:index"),
            list_url=self.kind.list_address(),
        )
        response = self.render_to_response(context)
        if run.is_waiting:
            response["Refresh"] = str(REFRESHED_EVERY)
        return response


class ColumnsView(ImportView):
    """Takes which column is which, and reads the file again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self.run_of(pk)
        form = ColumnsForm(request.POST, columns=self.kind.columns, run=run)
        if run.is_waiting or run.state == run.State.DONE or not run.content:
            return self.to_run(run)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.non_field_errors())))
            return self.to_run(run)
        run.places, run.refusal, run.done = form.places(), "", 0
        run.state = run.State.TO_CHECK
        run.save(update_fields=["places", "refusal", "done", "state"])
        run_if_small(run)
        return self.to_run(run)


class ConfirmView(ImportView):
    """Imports what was checked; pressing twice does it once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self.run_of(pk)
        checked = ImportRun.objects.filter(pk=run.pk, state=run.State.CHECKED)
        if checked.update(state=run.State.TO_WRITE, done=0):
            run.refresh_from_db()
            run_if_small(run)
        return self.to_run(run)


class ReportView(ImportView):
    """The report as a table to keep."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self.run_of(pk)
        response = HttpResponse(
            report_as_csv(run.report, self.kind.label_of),
            content_type="text/csv; charset=utf-8",
        )
        name = f"rapport-{Path(run.file_name).stem}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class ImportScreens(ViewSet):
    """To be registered with Wagtail, one for each kind of import."""

    icon = "upload"

    def __init__(self, kind: ImportKind) -> None:
        super().__init__(f"import_{kind.name}", url_prefix=f"import/{kind.name}")
        self.kind = kind

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**kwargs, "kind": self.kind, "url_namespace": self.url_namespace}

    def get_urlpatterns(self) -> list[Any]:
        def view(view_class: type[ImportView]) -> Any:
            return view_class.as_view(**self.get_common_view_kwargs())

        return [
            path("", view(FileView), name="index"),
            path("<uuid:pk>/", view(RunView), name="run"),
            path("<uuid:pk>/columns/", view(ColumnsView), name="columns"),
            path("<uuid:pk>/confirm/", view(ConfirmView), name="confirm"),
            path("<uuid:pk>/report.csv", view(ReportView), name="report"),
        ]


def _safe_name(name: str) -> str:
    """The name of a file, fit for a header and a title."""
    path = Path(get_valid_filename(name.replace("\\", "/").rsplit("/", 1)[-1] or "-"))
    return f"{path.stem[:80]}{path.suffix[:10]}"
