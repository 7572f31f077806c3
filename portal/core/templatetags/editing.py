from django import template

from portal.core.models import BasePage
from portal.core.reading import Fact, facts_in_words

register = template.Library()


@register.simple_tag
def source_facts(page: object) -> list[Fact]:
    """The facts that a translation shows from its source, in words."""
    translates = isinstance(page, BasePage) and page.is_translation
    return facts_in_words(page) if translates else []
