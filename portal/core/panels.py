"""Panels of the editor that know about translations."""

from typing import Any

from django.forms.models import ModelForm
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.admin.panels.base import get_form_for_model

from portal.core.forms import FactRowForm


class RowsPanel(InlinePanel):
    """Inline rows: a translation edits their words, the source has the rows."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        formset["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=FactRowForm,
            defer_required_on_fields=self.child_edit_handler.get_form_options().get(
                "defer_required_on_fields", []
            ),
        )
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            form: ModelForm | None = kwargs["form"]
            self.left_to_source = (
                form is not None and kwargs["panel"].relation_name not in form.formsets
            )
            if self.left_to_source:
                kwargs["form"] = None
            super().__init__(**kwargs)
            self.of_source = getattr(form, "translates", False)

        def is_shown(self) -> bool:
            return not self.left_to_source

        @property
        def template_name(self) -> str:
            if self.of_source:
                return "core/admin/rows_of_source.html"
            return "wagtailadmin/panels/inline_panel.html"


class SourceFactsPanel(Panel):
    """What a translation shows from the page it translates; nothing elsewhere."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/source_facts_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.is_translation)
