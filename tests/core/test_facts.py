"""A translation shows the facts of its source, whatever was copied into it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from directory.models import ActorPage
from knowledge.models import LeverPage
from portal.core.facts import align_rows, fact_fields, row_relations, source_of
from portal.core.fields import ChoicesField
from portal.core.models import (
    Audience,
    Funder,
    Job,
    LegalReference,
    PortalDocument,
    Public,
    Sector,
    Stage,
    Territory,
    Theme,
)
from portal.core.reading import facts_in_words
from tests import factories
from tests.core.forms import form_data, latest, save
from tests.factories import translated

pytestmark = pytest.mark.django_db

TYPES = {
    "acteur": factories.ActorPageFactory,
    "fiche": factories.GuidancePageFactory,
    "levier": factories.LeverPageFactory,
    "page": factories.StandardPageFactory,
    "pratique": factories.PracticePageFactory,
    "role": factories.RolePageFactory,
    "outil": factories.ToolPageFactory,
    "formation": factories.TrainingPageFactory,
}
MAKERS: dict[type[models.Model], Any] = {
    Theme: factories.ThemeFactory,
    Stage: factories.StageFactory,
    Audience: factories.AudienceFactory,
    Sector: factories.SectorFactory,
    Job: factories.JobFactory,
    Public: factories.PublicFactory,
    Funder: factories.FunderFactory,
    Territory: factories.TerritoryFactory,
    LegalReference: factories.LegalReferenceFactory,
    ActorPage: factories.ActorPageFactory,
    LeverPage: factories.LeverPageFactory,
    PortalDocument: lambda: PortalDocument.objects.create(title="Un fichier"),
}


def sample(field: models.Field) -> Any:
    """A value for ``field`` other than the factory's."""
    if field.many_to_many:
        return [MAKERS[field.related_model]()]
    if field.is_relation:
        return MAKERS[field.related_model]()
    if isinstance(field, ChoicesField):
        return field.values.values[-1:]
    if field.choices:
        return list(dict(field.flatchoices))[-1]
    if field.name == "sources":
        return [("source", {"label": "Un rapport", "published": "2025"})]
    if field.name in {"siret", "siren"}:
        return "35600000000048"[: field.max_length]
    values: dict[type[models.Field], Any] = {
        models.BooleanField: True,
        models.DateField: date(2026, 8, 22),
        models.DecimalField: Decimal("12.5"),
        models.FloatField: 50.6,
        models.URLField: "https://exemple.fr/",
        models.PositiveIntegerField: 1200,
        models.PositiveSmallIntegerField: 12,
        models.CharField: "59000",
        models.TextField: "Un texte",
    }
    return next(value for kind, value in values.items() if type(field) is kind)


def nothing(field: models.Field) -> Any:
    if field.many_to_many or isinstance(field, ChoicesField) or field.name == "sources":
        return []
    if isinstance(field, models.BooleanField):
        return False
    return None if field.null else field.get_default() or ""


def read(page: Page, name: str) -> Any:
    """A fact as a template reads it on ``page``, in a form that can be compared."""
    value = getattr(type(page).objects.get(pk=page.pk).facts, name)
    if hasattr(value, "get_prep_value"):
        return [
            (block.block_type, {k: v for k, v in block.value.items() if v})
            for block in value
        ]
    return sorted(row.pk for row in value.all()) if hasattr(value, "all") else value


def expected(value: Any) -> Any:
    rows = isinstance(value, list) and value and isinstance(value[0], models.Model)
    return sorted(row.pk for row in value) if rows else value


class TestEachFact:
    @pytest.mark.parametrize("kind", TYPES)
    def test_changes_and_empties_with_the_source(self, kind):
        source = TYPES[kind](published=True)
        english = translated(source, published=True)
        for field in fact_fields(type(source)):
            for value in (sample(field), nothing(field)):
                setattr(source, field.name, value)
                source.save()
                shown = read(english, field.name)
                assert shown == expected(value), field.name

    @pytest.mark.parametrize("kind", TYPES)
    def test_is_told_apart_from_words(self, kind):
        model = TYPES[kind]._meta.model
        names = {field.name for field in fact_fields(model)}
        assert not names & set(model.translated_texts)
        assert {"themes", "trust", "review_by", "answers_for", "sources"} <= names


class TestWithWagtailLocalize:
    """Its copies neither follow many-to-many fields nor clear what was emptied."""

    @pytest.fixture
    def source(self) -> LeverPage:
        return factories.LeverPageFactory(
            published=True,
            themes=[factories.ThemeFactory()],
            amount_max=Decimal("500"),
            combinations=[
                factories.LeverCombinationFactory.build(
                    lever=factories.LeverPageFactory(), conditions="Sous conditions"
                )
            ],
        )

    @pytest.fixture
    def translation(self, source) -> Translation:
        english = Locale.objects.get_or_create(language_code="en")[0]
        for ancestor in source.get_ancestors().filter(depth__gt=1):
            translate_object(ancestor.specific, [english])
        translate_object(source, [english])
        return Translation.objects.get(
            source__object_id=source.translation_key, target_locale=english
        )

    def test_facts_follow_the_source(self, source, translation):
        page = translation.get_target_instance()
        source.amount_max = None
        source.themes = []
        source.save_revision().publish()
        translation.source.update_from_db()
        finish(translation)
        translation.save_target(publish=True)
        page = LeverPage.objects.get(pk=page.pk)
        assert page.facts.amount_max is None
        assert not page.facts.themes.exists()

    def test_rows_keep_their_key(self, source, translation):
        finish(translation)
        translation.save_target(publish=True)
        page = translation.get_target_instance()
        (row,) = page.rows("combinations")
        assert row.conditions == "[en] Sous conditions"
        assert row.lever == source.combinations.get().lever

    def test_the_facts_are_shown_in_its_editor(self, source, translation, admin_client):
        url = reverse(
            "wagtailadmin_pages:edit", args=[translation.get_target_instance().pk]
        )
        html = admin_client.get(url).content.decode()
        assert "js-translation-editor" in html
        assert str(source.themes.get()) in html


def finish(translation: Translation) -> None:
    """Translate every text that is left."""
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": f"[en] {segment.string.data}"},
        )


class TestRows:
    @pytest.fixture
    def source(self):
        one, two = factories.StageFactory(), factories.StageFactory()
        return factories.RolePageFactory(
            published=True,
            steps=[
                factories.RoleStepFactory.build(
                    stage=one, what="Préparer", sort_order=1
                ),
                factories.RoleStepFactory.build(stage=two, what="Suivre", sort_order=2),
            ],
        )

    @pytest.fixture
    def english(self, source):
        page = translated(source, published=True)
        for row in page.steps.all():
            row.what = {"Préparer": "Prepare", "Suivre": "Follow up"}[row.what]
            row.save()
        return page

    def words(self, page) -> list[str]:
        fresh = type(page).objects.get(pk=page.pk)
        return [row.what for row in fresh.rows("steps")]

    def test_are_the_sources_in_the_words_of_the_page(self, source, english):
        assert self.words(english) == ["Prepare", "Follow up"]
        assert self.words(source) == ["Préparer", "Suivre"]

    def test_reading_a_translation_leaves_the_source_alone(self, source, english):
        page = type(english).objects.get(pk=english.pk)
        page.rows("steps")
        assert [row.what for row in page.facts.steps.all()] == ["Préparer", "Suivre"]

    def test_follow_the_order_of_the_source(self, source, english):
        first, second = source.steps.all()
        first.sort_order, second.sort_order = 4, 3
        first.save(), second.save()
        assert self.words(english) == ["Follow up", "Prepare"]

    def test_show_the_facts_of_the_source(self, source, english):
        stage = factories.StageFactory()
        row = source.steps.all()[0]
        row.stage = stage
        row.save()
        assert english.rows("steps")[0].stage == stage

    def test_a_new_row_shows_in_the_language_of_the_source(self, source, english):
        source.steps.add(
            factories.RoleStepFactory.build(
                stage=factories.StageFactory(), what="Conclure", sort_order=9
            )
        )
        source.save()
        assert self.words(english) == ["Prepare", "Follow up", "Conclure"]

    def test_a_row_that_left_the_source_is_gone(self, source, english):
        source.steps.all()[0].delete()
        assert self.words(english) == ["Follow up"]

    def test_a_text_left_empty_shows_in_the_language_of_the_source(
        self, source, english
    ):
        row = english.steps.all()[0]
        row.what = ""
        row.save()
        assert self.words(english) == ["Préparer", "Follow up"]

    def test_are_aligned_before_they_are_edited(self, source, english):
        source.steps.all()[0].delete()
        page = type(english).objects.get(pk=english.pk)
        align_rows(page, "steps")
        assert [row.what for row in page.steps.all()] == ["Follow up"]


class TestSource:
    def test_is_the_french_page(self):
        source = factories.LeverPageFactory()
        english = translated(source)
        assert source_of(english) == source
        assert source_of(source) == source
        assert (english.is_translation, source.is_translation) == (True, False)

    def test_without_a_french_page_it_is_the_one_made_first(self):
        source = factories.LeverPageFactory()
        english, dutch = translated(source, "en"), translated(source, "nl")
        Page.objects.filter(pk=source.pk).update(
            translation_key=factories.LeverPageFactory().translation_key.__class__(
                int=0
            )
        )
        assert source_of(dutch).pk == english.pk
        assert source_of(english).pk == english.pk

    def test_of_an_alias_is_that_of_its_original(self):
        source = factories.LeverPageFactory(published=True)
        english = translated(source, published=True)
        alias = english.create_alias(update_slug="alias", reset_translation_key=True)
        assert source_of(alias) == source


class TestEditorOfATranslation:
    @pytest.fixture
    def source(self):
        return factories.LeverPageFactory(
            published=True,
            nature="pret",
            themes=[factories.ThemeFactory(label_fr="Financer")],
            funders=[
                factories.LeverFunderFactory.build(funder=factories.FunderFactory())
            ],
            combinations=[
                factories.LeverCombinationFactory.build(
                    lever=factories.LeverPageFactory(),
                    conditions="Si l’État paie",
                    sort_order=1,
                )
            ],
        )

    def test_shows_facts_to_read_and_no_field_for_them(
        self, source, admin, admin_client
    ):
        english = translated(source)
        html = admin_client.get(
            reverse("wagtailadmin_pages:edit", args=[english.pk])
        ).content.decode()
        assert "Financer" in html
        assert "Prêt" in html
        assert reverse("wagtailadmin_pages:edit", args=[source.pk]) in html
        names = set(form_data(english, admin))
        facts = {field.name for field in fact_fields(LeverPage)}
        assert not names & facts
        assert {"title", "summary", "slug"} <= names
        assert "combinations-0-conditions" in names
        assert "combinations-0-lever" not in names
        assert not any(name.startswith("funders") for name in names)

    def test_what_a_browser_invents_changes_no_fact(self, source, admin, admin_client):
        english = translated(source)
        data = form_data(english, admin, nature="pret", trust="etat", summary="S" * 50)
        save(admin_client, english, {**data, "funders-TOTAL_FORMS": "0"}, "")
        page = latest(english)
        assert page.summary == "S" * 50
        assert page.trust == "a-relire"

    def test_words_of_rows_are_saved_and_stay_matched(
        self, source, admin, admin_client
    ):
        english = translated(source)
        for words in ("If the State pays", "Provided the State pays"):
            page = LeverPage.objects.get(pk=english.pk)
            data = form_data(page, admin, **{"combinations-0-conditions": words})
            assert save(admin_client, page, data, "").status_code == 302
        save(admin_client, page, form_data(page, admin), "publish")
        (row,) = LeverPage.objects.get(pk=english.pk).rows("combinations")
        assert row.conditions == "Provided the State pays"
        assert row.lever == source.combinations.get().lever

    def test_a_row_that_is_new_in_the_source_gets_a_place(
        self, source, admin, admin_client
    ):
        english = translated(source, published=True)
        source.combinations.add(
            factories.LeverCombinationFactory.build(
                lever=factories.LeverPageFactory(), conditions="Jamais", sort_order=5
            )
        )
        source.save()
        page = LeverPage.objects.get(pk=english.pk)
        data = form_data(page, admin, **{"combinations-1-conditions": "Never"})
        save(admin_client, page, data, "publish")
        rows = LeverPage.objects.get(pk=english.pk).rows("combinations")
        assert [row.conditions for row in rows][1] == "Never"
        assert rows[1].lever == source.combinations.all()[1].lever

    def test_rows_cannot_be_added_or_removed(self, source, admin, admin_client):
        english = translated(source)
        data = form_data(english, admin, **{"combinations-0-DELETE": "on"})
        save(admin_client, english, data, "")
        page = latest(english)
        assert page.combinations.count() == 1

    @pytest.mark.parametrize("kind", TYPES)
    def test_opens_for_each_type(self, kind, admin_client: Client):
        english = translated(TYPES[kind](published=True))
        url = reverse("wagtailadmin_pages:edit", args=[english.pk])
        assert admin_client.get(url).status_code == 200


class TestRowKeys:
    def test_stay_with_a_row_of_a_draft(self, admin, admin_client):
        page = factories.LeverPageFactory()
        page.combinations.add(
            factories.LeverCombinationFactory.build(lever=factories.LeverPageFactory())
        )
        page.save_revision()
        key = page.get_latest_revision_as_object().combinations.get().translation_key
        page = LeverPage.objects.get(pk=page.pk)
        save(admin_client, page, form_data(page, admin), "")
        page = LeverPage.objects.get(pk=page.pk)
        draft = page.get_latest_revision_as_object()
        assert draft.combinations.get().translation_key == key

    def test_of_another_page_are_not_taken(self, admin, admin_client):
        def lever():
            return factories.LeverPageFactory(
                combinations=[
                    factories.LeverCombinationFactory.build(
                        lever=factories.LeverPageFactory()
                    )
                ]
            )

        one, other = lever(), lever()
        taken = str(other.combinations.get().translation_key)
        data = form_data(one, admin, **{"combinations-0-translation_key": taken})
        response = save(admin_client, one, data, "publish")
        assert response.status_code == 302
        assert str(LeverPage.objects.get(pk=one.pk).combinations.get().translation_key)
        assert str(other.combinations.get().translation_key) == taken

    def test_every_row_model_is_known(self):
        for factory in TYPES.values():
            for relation in row_relations(factory._meta.model):
                assert hasattr(factory._meta.model, relation)


def test_facts_in_words_leave_out_what_is_empty():
    page = factories.LeverPageFactory(nature="pret", permanent=False)
    facts = dict(facts_in_words(page))
    assert facts["Nature"] == "Prêt"
    assert all(facts.values())
