"""What pages share: their place in the tree, and how they go live."""

from typing import TypeVar

import factory
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText
from wagtail_factories import PageFactory

from portal.core.models import BasePage

SUMMARY = "Un résumé de quarante caractères au moins, lu dans les résultats."
TEXT = "<p>Un texte qui dit ce qu’il faut savoir.</p>"

P = TypeVar("P", bound=BasePage)


def first_index(model: type[P]) -> P:
    """The French index page (or home page) that the migration made."""
    return model.objects.filter(locale__language_code="fr").order_by("path")[0]


def translated(
    page: P, language: str = "en", *, published: bool = False, **fields: object
) -> P:
    """A translation of ``page`` with ``fields``; its ancestors are translated, live.

    Texts that publication asks for are told apart from the source's by a prefix.
    """
    locale, _new = Locale.objects.get_or_create(language_code=language)
    parent = page.get_parent().specific
    if parent.depth > 1 and not parent.has_translation(locale):
        translated(parent, language, published=parent.live)
    copy = page.copy_for_translation(locale)
    asked = set(getattr(page, "required_to_publish", ())) & set(page.translated_texts)
    words = {name: getattr(page, name) for name in asked}
    marked = {
        name: f"[{language}] {text}"
        for name, text in words.items()
        if isinstance(text, str) and text
    }
    for name, value in {**marked, **fields}.items():
        setattr(copy, name, value)
    copy.draft_title = copy.title
    revision = copy.save_revision()
    copy.save()
    if published:
        revision.publish()
    return type(page).objects.get(pk=copy.pk)


class BasePageFactory(PageFactory):
    """Pages are drafts; with ``published=True`` they go live through the service.

    Many-to-many values and rows are lists: ``themes=[theme]``, ``steps=[RoleStepFactory
    .build(stage=stage)]``.
    """

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Page {n}")
    slug = ""  # made from the title
    live = False
    published = False

    @classmethod
    def _build(cls, model_class, *args, **kwargs):
        kwargs.pop("published")
        return super()._build(model_class, *args, **kwargs)

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        published = kwargs.pop("published")
        page = model_class(**kwargs)
        parent.add_child(instance=page)
        revision = page.save_revision()
        if published:
            revision.publish()
        return model_class.objects.get(pk=page.pk)


class ContentPageFactory(BasePageFactory):
    """A page that has all that publication asks for."""

    class Meta:
        abstract = True

    summary = SUMMARY
    body = factory.LazyFunction(lambda: [("text", RichText(TEXT))])


def under(model: type[Page]) -> factory.LazyFunction:
    """The default place of a page: below the French index page of ``model``."""
    return factory.LazyFunction(lambda: first_index(model))
