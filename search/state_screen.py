"""The administrators' screen "State of the search"."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from search.indexing.state import read_state, try_again

MAY_SEE = "search.view_indexbuild"
MAY_RETRY = "search.change_indexbuild"


@never_cache
@permission_required(MAY_SEE, raise_exception=True)
def show_state(request: HttpRequest) -> HttpResponse:
    names = {
        "embedded": _("Tantivy, on this machine"),
        "elasticsearch": "Elasticsearch",
        "database": _("database"),
    }
    state = read_state()
    context = {
        "state": state,
        "engine": names.get(state.engine, state.engine),
        "may_retry": request.user.has_perm(MAY_RETRY),
    }
    return render(request, "search/admin/state.html", context)


@require_POST
@permission_required(MAY_RETRY, raise_exception=True)
def retry(request: HttpRequest) -> HttpResponse:
    waiting = try_again()
    told = ngettext(
        "%(count)s row will be tried again now.",
        "%(count)s rows will be tried again now.",
        waiting,
    ) % {"count": waiting}
    messages.success(request, told if waiting else _("Nothing waits to be indexed."))
    return redirect("search_state")
