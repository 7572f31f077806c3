from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.role_matrix import matrix_of, roles_shown, tools_of
from portal.core.visits import visit_of


@require_safe
def role_matrix(request: HttpRequest) -> HttpResponse:
    """The whole matrix, or two actors side by side (``?a=facilitateur&b=siae``)."""
    visit = visit_of(request)
    roles = roles_shown(visit)
    known = {role.kind: role for role in roles}
    asked = dict.fromkeys(request.GET.get(name, "") for name in ("a", "b"))
    compared = [known[kind] for kind in asked if kind in known]
    context = {
        "roles": roles,
        "compared": compared,
        "rows": matrix_of(compared or roles),
        "tools": tools_of(compared, visit),
    }
    return render(request, "knowledge/role_matrix.html", context)
