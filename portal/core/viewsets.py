"""The screens of vocabularies, territories, legal references and the glossary."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import (
    ReorderView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from portal.core import models
from portal.core.panels import EntriesPanel
from portal.core.stamps import FAMILIES


class EntryForm(WagtailAdminModelForm):
    """An entry keeps its slug: addresses, exports and alerts rely on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and "slug" in self.fields:
            self.fields["slug"].disabled = True
        elif hasattr(self.instance, "sort_order"):
            self.instance.sort_order = _next_place(type(self.instance))
        if "parent" in self.fields:
            roots = self.fields["parent"].queryset.filter(parent__isnull=True)
            self.fields["parent"].queryset = roots.exclude(pk=self.instance.pk)

    def clean_parent(self) -> models.Vocabulary | None:
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.children.exists():
            raise forms.ValidationError(
                _("This entry has entries below it: it stays at the first level.")
            )
        return parent


class ReorderEntries(ReorderView):
    """Numbers every row again, so that two rows never share a place."""

    def post(self, request: HttpRequest, pk: str) -> JsonResponse:
        rows = list(self.get_queryset())
        moved = next((row for row in rows if str(row.pk) == str(pk)), None)
        if moved is None:
            raise Http404
        position = request.GET.get("position", "")
        place = int(position) if position.isdecimal() else len(rows)
        rows.remove(moved)
        rows.insert(min(place, len(rows)), moved)
        for number, row in enumerate(rows):
            row.sort_order = number
        with transaction.atomic():
            self.model.objects.bulk_update(rows, ["sort_order"])
            for name, members in FAMILIES.items():
                if self.model in members:
                    models.Stamp.advance(name)
        return JsonResponse({"success": True})


class VocabularyViewSet(SnippetViewSet):
    icon = "tag"
    sort_order_field = ordering = "sort_order"
    reorder_view_class = ReorderEntries
    search_fields = ["label_fr", "label_en", "label_nl", "slug"]
    list_per_page = 200  # the whole list, to be dragged
    columns_beyond: tuple[Column, ...] = ()
    panels_beyond: tuple[Any, ...] = ()

    @property
    def list_display(self) -> list[str | Column]:
        return [
            "__str__",
            *self.columns_beyond,
            Column("slug", label=_("Value in addresses")),
            BooleanColumn("label_en", label=_("In English")),
            BooleanColumn("label_nl", label=_("In Dutch")),
        ]

    @property
    def panels(self) -> list[Any]:
        return [
            TitleFieldPanel("label_fr", targets=["slug"]),
            FieldRowPanel([FieldPanel("label_en"), FieldPanel("label_nl")]),
            FieldPanel("slug"),
            *self.panels_beyond,
        ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        self._edit_handler.base_form_class = EntryForm
        return super().get_form_class(for_update)


class NestedViewSet(VocabularyViewSet):
    columns_beyond = (Column("parent", label=_("Below")),)
    panels_beyond = (FieldPanel("parent", widget=forms.Select),)
    list_filter = ["parent"]


class ThemeViewSet(NestedViewSet):
    model = models.Theme


class StageViewSet(VocabularyViewSet):
    model = models.Stage
    icon = "order"


class AudienceViewSet(VocabularyViewSet):
    model = models.Audience
    icon = "group"


class SectorViewSet(NestedViewSet):
    model = models.Sector


class JobViewSet(NestedViewSet):
    model = models.Job
    search_fields = [*VocabularyViewSet.search_fields, "code"]
    columns_beyond = (
        Column("code", label=_("ROME code")),
        Column("parent", label=_("Below")),
    )
    panels_beyond = (
        FieldRowPanel([FieldPanel("parent", widget=forms.Select), FieldPanel("code")]),
        EntriesPanel("sectors"),
    )


class PublicViewSet(VocabularyViewSet):
    model = models.Public
    icon = "user"
    list_filter = ["nature", "level"]
    columns_beyond = (
        Column("get_nature_display", label=_("Nature")),
        Column("valid_until", label=_("Valid until")),
    )
    panels_beyond = (
        FieldRowPanel([FieldPanel("nature"), FieldPanel("level")]),
        FieldPanel("valid_until"),
    )


class FunderViewSet(VocabularyViewSet):
    model = models.Funder
    columns_beyond = (Column("url", label=_("Web address")),)
    panels_beyond = (FieldPanel("url"),)


class TerritoryForm(WagtailAdminModelForm):
    """What names a territory in addresses does not change once it is used."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            for name in ("level", "code"):
                self.fields[name].disabled = True


class TerritoryViewSet(SnippetViewSet):
    model = models.Territory
    icon = "globe"
    ordering = ["name"]
    list_display = [
        "name",
        Column("get_level_display", label=_("Level")),
        Column("code", label=_("Official code")),
        Column("postcodes", label=_("Postcodes")),
        Column("population", label=_("Population")),
    ]
    list_filter = ["level"]
    search_fields = ["name", "code", "postcodes"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("code")]),
        EntriesPanel("communes", level="commune"),
        FieldRowPanel([FieldPanel("population"), FieldPanel("postcodes")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("partial"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        self._edit_handler.base_form_class = TerritoryForm
        return super().get_form_class(for_update)


class LegalReferenceViewSet(SnippetViewSet):
    model = models.LegalReference
    icon = "doc-full"
    list_display = [
        "article",
        Column("code", label=_("Code or text")),
        Column("title", label=_("What it says")),
        Column("checked_on", label=_("Checked on")),
        BooleanColumn("to_verify", label=_("To be verified")),
    ]
    list_filter = ["code", "to_verify"]
    search_fields = ["article", "code", "title", "slug"]


class GlossaryViewSet(SnippetViewSet):
    model = models.GlossaryTerm
    icon = "openquote"
    list_display = [
        "__str__",
        Column("definition_fr", label=_("Short definition")),
        BooleanColumn("term_en", label=_("In English")),
        BooleanColumn("to_verify", label=_("To be verified")),
    ]
    list_filter = ["to_verify"]
    search_fields = ["term_fr", "term_en", "term_nl", "variants", "definition_fr"]


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabularies")
    menu_icon = "tag"
    menu_order = 210
    items = (
        ThemeViewSet,
        StageViewSet,
        AudienceViewSet,
        SectorViewSet,
        JobViewSet,
        PublicViewSet,
        FunderViewSet,
        TerritoryViewSet,
    )


class ReferenceGroup(SnippetViewSetGroup):
    menu_label = _("Law and words")
    menu_icon = "openquote"
    menu_order = 220
    items = (LegalReferenceViewSet, GlossaryViewSet)


def _next_place(model: type[models.Vocabulary]) -> int:
    last = model.objects.order_by("-sort_order").first()
    return last.sort_order + 1 if last else 0
