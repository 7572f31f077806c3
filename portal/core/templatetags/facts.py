from django import template
from django.db.models import Model
from django.template.base import NodeList, Parser, Token

from portal.core.rich_links import links_of
from portal.core.surroundings import Surroundings
from portal.core.visits import PageLink

register = template.Library()


@register.filter
def link_to(around: Surroundings, page_id: int | None) -> PageLink | None:
    """Where a page that the sheet cites is read: ``around|link_to:row.actor_id``."""
    return around.links.get(page_id) if page_id else None


class LinkedNode(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        around: Surroundings = context["around"]
        around.read_pictures()
        with links_of(around):
            return self.nodelist.render(context)


@register.tag
def linked(parser: Parser, token: Token) -> LinkedNode:
    """``{% linked %}…{% endlinked %}``: texts inside read their links together."""
    nodelist = parser.parse(("endlinked",))
    parser.delete_first_token()
    return LinkedNode(nodelist)


@register.filter
def choices_of(instance: Model, name: str) -> list[tuple[str, str]]:
    """The chosen (value, label) pairs of a ``ChoicesField``."""
    field = instance._meta.get_field(name)
    chosen = getattr(instance, name)
    return list(zip(chosen, field.labels(chosen), strict=False))
