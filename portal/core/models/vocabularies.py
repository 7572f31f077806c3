"""Vocabularies: one row per entry, one slug for every language, a label per language.

``label`` is read in the reader's language (django-modeltranslation); never filter or
order by it in SQL.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.core.enums import PublicNature
from portal.core.querysets import GuardedQuerySet, VocabularyQuerySet


class Cited(models.Model):
    """A row that content cites: it is deleted only once nothing cites it."""

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        # Not at the top: the guard knows this model.
        from portal.core.deleting import check_deletion

        check_deletion([self])
        return super().delete(*args, **kwargs)


class Vocabulary(Cited):
    slug = models.SlugField(
        _("value in addresses"),
        max_length=80,
        unique=True,
        help_text=_("Never change it: addresses, exports and alerts rely on it."),
    )
    label = models.CharField(_("label"), max_length=150)
    sort_order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    objects = VocabularyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort_order", "slug"]

    def __str__(self) -> str:
        return self.label or self.slug


class NestedVocabulary(Vocabulary):
    """A vocabulary in two levels: choosing a parent finds its children."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="children",
        limit_choices_to={"parent__isnull": True},
    )

    class Meta(Vocabulary.Meta):
        abstract = True


class Theme(NestedVocabulary):
    class Meta(NestedVocabulary.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Stage(Vocabulary):
    class Meta(Vocabulary.Meta):
        verbose_name = _("stage of a contract")
        verbose_name_plural = _("stages of a contract")


class Audience(Vocabulary):
    class Meta(Vocabulary.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Sector(NestedVocabulary):
    class Meta(NestedVocabulary.Meta):
        verbose_name = _("purchasing sector")
        verbose_name_plural = _("purchasing sectors")


class Job(NestedVocabulary):
    code = models.CharField(_("ROME code"), max_length=5, blank=True)
    sectors = models.ManyToManyField(
        Sector, verbose_name=_("purchasing sectors"), blank=True, related_name="jobs"
    )

    class Meta(NestedVocabulary.Meta):
        verbose_name = _("job")
        verbose_name_plural = _("jobs")


class Public(Vocabulary):
    nature = models.CharField(
        _("nature"),
        max_length=12,
        choices=PublicNature.choices,
        default=PublicNature.CRITERION,
    )
    level = models.PositiveSmallIntegerField(
        _("level"),
        null=True,
        blank=True,
        help_text=_("1 or 2, for a criterion of the insertion diagnosis."),
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta(Vocabulary.Meta):
        verbose_name = _("public")
        verbose_name_plural = _("publics")


class Funder(Vocabulary):
    url = models.URLField(_("web address"), blank=True)

    class Meta(Vocabulary.Meta):
        verbose_name = _("funder")
        verbose_name_plural = _("funders")


class LegalReference(Cited):
    slug = models.SlugField(_("value in addresses"), max_length=80, unique=True)
    code = models.CharField(_("code or text"), max_length=120)
    article = models.CharField(_("article"), max_length=60)
    title = models.CharField(_("what it says"), max_length=250)
    in_force_since = models.DateField(_("in force since"), null=True, blank=True)
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    url = models.URLField(_("web address"), blank=True, max_length=500)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    to_verify = models.BooleanField(_("to be verified"), default=False)
    note = models.TextField(_("note"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("article")]),
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("in_force_since"), FieldPanel("in_force_until")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("to_verify")]),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["code", "article"]
        verbose_name = _("legal reference")
        verbose_name_plural = _("legal references")

    def __str__(self) -> str:
        return f"{self.article} – {self.title}"


class GlossaryTerm(models.Model):
    """Feeds the glossary page, the explanations in place and the search synonyms."""

    slug = models.SlugField(_("value in addresses"), max_length=80, unique=True)
    term = models.CharField(_("term"), max_length=120)
    definition = models.TextField(_("short definition"), blank=True)
    variants = models.TextField(
        _("variants and acronyms"),
        blank=True,
        help_text=_("One per line. A search for one of them finds all of them."),
    )
    to_verify = models.BooleanField(_("to be verified"), default=False)

    panels = [
        FieldPanel("term_fr"),
        FieldPanel("definition_fr"),
        FieldPanel("variants"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("term_en"), FieldPanel("term_nl")]),
        FieldRowPanel([FieldPanel("definition_en"), FieldPanel("definition_nl")]),
        FieldPanel("to_verify"),
    ]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self) -> str:
        return self.term or self.slug

    @property
    def variant_list(self) -> list[str]:
        return [line.strip() for line in self.variants.splitlines() if line.strip()]
