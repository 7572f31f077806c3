"""The forms of the page editor: what publication asks for, what a translation shows."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from portal.core import facts
from portal.core.publishing import missing_for_publication

PUBLISHING = ("action-publish", "action-submit", "action-restart-workflow")


class BasePageForm(WagtailAdminPageForm):
    """The form of a page: a translation edits its words, never its source's facts."""

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        self.translates = bool(instance and instance.pk and instance.is_translation)
        if self.translates:
            for relation in self.formsets_of_words(instance):
                facts.align_rows(instance, relation)
        super().__init__(*args, instance=instance, **kwargs)
        if self.translates:
            self._leave_facts_to_source()

    @classmethod
    def formsets_of_words(cls, page: Any) -> list[str]:
        """The inline rows of ``page`` that have words to translate."""
        return [name for name in cls.formsets if name in page.translated_texts]

    def _leave_facts_to_source(self) -> None:
        for field in facts.fact_fields(type(self.instance)):
            self.fields.pop(field.name, None)
        for relation in facts.row_relations(type(self.instance)):
            if relation not in self.formsets:
                continue
            if relation not in self.instance.translated_texts:
                del self.formsets[relation]
                continue
            for form in self.formsets[relation].forms:
                form.leave_facts_to_source()

    def save(self, commit: bool = True) -> Any:
        self._renew_keys_of_others()
        if not self.translates:
            return super().save(commit=commit)
        page = super().save(commit=False)
        for relation in self.formsets_of_words(page):
            facts.align_rows(page, relation)
        if commit:
            page.save()
            self._save_m2m()
        return page

    def _renew_keys_of_others(self) -> None:
        """A key comes from the browser: one that names a row of another page is lost."""
        for relation, model in facts.row_relations(type(self.instance)).items():
            forms_of = getattr(self.formsets.get(relation), "forms", [])
            rows = {form.instance.translation_key: form.instance for form in forms_of}
            taken = model._base_manager.filter(
                translation_key__in=rows, locale=self.instance.locale
            ).exclude(page_id=self.instance.pk)
            for key in taken.values_list("translation_key", flat=True):
                rows[key].translation_key = uuid4()


class ContentPageForm(BasePageForm):
    """Says in one list what the page lacks, when it is asked to go live."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not self.asks_publication:
            return
        self.save_cluster_m2m()
        gaps = missing_for_publication(self.instance)
        if not gaps:
            return
        self.add_error(
            None, ValidationError(_("This page cannot be published yet."), "gaps")
        )
        for gap in gaps:
            field = gap.field if gap.field in self.fields else None
            self.add_error(field, ValidationError(gap.message, "gap"))

    @property
    def asks_publication(self) -> bool:
        """Whether the button that was pressed makes the page live, now or later."""
        if self.is_deferred_validation:
            return False
        if any(name in self.data for name in PUBLISHING):
            return True
        approves = self.data.get("workflow-action-name") == "approve"
        return approves and "action-workflow-action" in self.data


class FactRowForm(WagtailAdminModelForm):
    """An inline row: its key goes with it, so that its translations stay matched."""

    translation_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kwargs.get("instance"):  # the blank form serves for every new row
            self.fields["translation_key"].initial = self.instance.translation_key

    def leave_facts_to_source(self) -> None:
        words = {*self.instance.translated_texts, "translation_key", "id"}
        for name in list(self.fields):
            if name not in words and name not in {"ORDER", "DELETE"}:
                del self.fields[name]

    def _post_clean(self) -> None:
        super()._post_clean()
        if key := self.cleaned_data.get("translation_key"):
            self.instance.translation_key = key
