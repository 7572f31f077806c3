from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.role_matrix import matrix_of, roles_shown


@require_safe
def role_matrix(request: HttpRequest) -> HttpResponse:
    """The whole matrix, or two actors side by side (``?a=facilitateur&b=siae``)."""
    roles = roles_shown()
    known = {role.kind: role for role in roles}
    asked = dict.fromkeys(request.GET.get(name, "") for name in ("a", "b"))
    compared = [known[kind] for kind in asked if kind in known]
    context = {
        "roles": roles,
        "compared": compared,
        "rows": matrix_of(compared or roles),
        "labels": {role.kind: role.label for role in roles},
    }
    return render(request, "knowledge/role_matrix.html", context)
