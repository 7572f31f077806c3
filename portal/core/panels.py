"""Panels of the editor: in the order people think, and aware of translations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.panels.base import get_form_for_model

from portal.core.forms import FactRowForm


class EntriesPanel(FieldPanel):
    """A link to rows of a vocabulary or the like, chosen by searching."""

    def __init__(self, field_name: str, *, level: str = "", **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)
        self.level = level

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "level": self.level}

    def get_form_options(self) -> dict[str, Any]:
        # Not at the top: panels are made with the models, which choices are read from.
        from portal.core.widgets import SearchMany, SearchOne

        widget = SearchMany if self.db_field.many_to_many else SearchOne
        options = super().get_form_options()
        options["widgets"] = {
            self.field_name: widget(self.db_field.related_model, level=self.level)
        }
        return options


class RowsPanel(InlinePanel):
    """Inline rows: a translation edits their words, the source has the rows."""

    of_fact_rows = True

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
            form: forms.ModelForm | None = kwargs["form"]
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

        def telepath_pack(self, context: Any) -> Any:
            if self.of_source:  # no button to add a row, so nothing to look after
                return (
                    Panel.BoundPanel.telepath_adapter_name,
                    [Panel.BoundPanel.js_opts(self)],
                )
            return super().telepath_pack(context)


class SourceFactsPanel(Panel):
    """What a translation shows from the page it translates; nothing elsewhere."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/source_facts_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.is_translation)


TITLE_PANELS: list[Panel] = [TitleFieldPanel("title")]
SUMMARY_PANEL = FieldPanel("summary")
ABOUT_PANEL = MultiFieldPanel(
    [
        EntriesPanel("themes"),
        FieldPanel("stages", widget=forms.CheckboxSelectMultiple),
        FieldPanel("audiences", widget=forms.CheckboxSelectMultiple),
    ],
    heading=_("What it is about"),
)
TERRITORIES_PANEL = EntriesPanel("territories")
SEARCH_TERMS_PANEL = FieldPanel("search_terms")
FILING_PANELS: list[Panel] = [
    ABOUT_PANEL,
    MultiFieldPanel(
        [EntriesPanel("sectors"), EntriesPanel("jobs"), EntriesPanel("publics")],
        heading=_("For which purchases and people"),
    ),
    TERRITORIES_PANEL,
    SEARCH_TERMS_PANEL,
]
TRUST_PANELS: list[Panel] = [
    FieldPanel(
        "answers_for",
        help_text=_("Readers with a question are sent to it."),
    ),
    FieldRowPanel(
        [FieldPanel("trust"), FieldPanel("trust_on")],
        heading=_("Who stands behind it"),
    ),
    FieldRowPanel(
        [FieldPanel("review_by"), FieldPanel("archived")],
        heading=_("Until when it holds"),
    ),
    EntriesPanel("legal_references"),
    FieldPanel(
        "sources",
        help_text=_("Where what is said comes from, so that readers can check it."),
    ),
]
ADDRESS_PANELS: list[Panel] = [
    FieldPanel(
        "slug",
        help_text=_(
            "The end of the page's address. Links to the old address are redirected."
        ),
    ),
    FieldPanel(
        "seo_title",
        help_text=_("Shown by search engines instead of the title, if filled in."),
    ),
    PublishingPanel(),
    CommentPanel(),
]


def page_tabs(*tabs: tuple[str, Sequence[Panel]]) -> TabbedInterface:
    """The editor of a page: the tabs given, its address; the facts of a source."""
    shared = (
        (_("Address"), ADDRESS_PANELS),
        (_("Facts of the source page"), [SourceFactsPanel()]),
    )
    return TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in (*tabs, *shared)]
    )


def content_tabs(
    *tabs: tuple[str, Sequence[Panel]], filing: Sequence[Panel] = FILING_PANELS
) -> TabbedInterface:
    """The editor of a content page: the tabs given, then those that all types share."""
    return page_tabs(
        *tabs, (_("Filing"), filing), (_("Trust and sources"), TRUST_PANELS)
    )
