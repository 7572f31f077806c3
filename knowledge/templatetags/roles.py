from django import template
from django.http import HttpRequest

from knowledge.enums import RoleKind
from knowledge.models import RolePage, RoleStep
from knowledge.role_matrix import Role, roles_shown, tools_of
from portal.core.visits import PageLink, visit_of

register = template.Library()


@register.simple_tag(name="roles_shown")
def shown(request: HttpRequest) -> list[Role]:
    return roles_shown(visit_of(request))


@register.simple_tag(name="tools_of")
def tools(role: Role | None, request: HttpRequest) -> dict[int, PageLink]:
    return tools_of([role] if role else [], visit_of(request))


@register.filter
def tool_of(step: RoleStep, tools: dict[int, PageLink]) -> PageLink | None:
    """The tool of a step among those read by ``tools_of``, if it can be opened."""
    link = tools.get(step.tool_id)
    return link if link and link.url else None


@register.filter
def role_of(page: RolePage, roles: list[Role]) -> Role | None:
    """The entry of ``page`` among ``roles``: what it does, by stage."""
    return next((role for role in roles if role.kind == page.facts.role), None)


@register.filter
def counterparts(step: RoleStep, roles: list[Role]) -> list[tuple[str, str]]:
    """With whom the step is done: the name, and where to read what they do then."""
    known = {role.kind: role for role in roles}
    return [
        (str(RoleKind(kind).label), _address(known.get(kind), step.stage.slug))
        for kind in step.with_roles
        if kind in RoleKind.values
    ]


def _address(role: Role | None, stage: str) -> str:
    if role is None:
        return ""
    return f"{role.url}#etape-{stage}" if stage in role.steps else role.url


@register.filter
def worked_with(role: Role) -> list[str]:
    """The kinds of actor that ``role`` works with, most often first."""
    met: dict[str, int] = {}
    for steps in role.steps.values():
        for step in steps:
            for kind in step.with_roles:
                met[kind] = met.get(kind, 0) + 1
    return sorted(met, key=lambda kind: -met[kind])


@register.filter
def among(kinds: list[str], roles: list[Role]) -> list[Role]:
    """The roles of these kinds that have a page, in the order of ``kinds``."""
    known = {role.kind: role for role in roles}
    return [known[kind] for kind in kinds if kind in known]
