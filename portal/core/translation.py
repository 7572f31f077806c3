"""Which fields of the vocabularies have a value per language."""

from modeltranslation.translator import TranslationOptions, register

from portal.core.models import (
    Audience,
    Funder,
    GlossaryTerm,
    Job,
    Public,
    Sector,
    Stage,
    Theme,
)


@register([Theme, Stage, Audience, Sector, Job, Public, Funder])
class VocabularyTranslation(TranslationOptions):
    fields = ("label",)
    required_languages = ("fr",)


@register(GlossaryTerm)
class GlossaryTermTranslation(TranslationOptions):
    fields = ("term", "definition")
    required_languages = {"fr": ("term",)}
