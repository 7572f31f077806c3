"""System checks of the search."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

from portal.core.models import ContentPage
from search.engines import current_engine
from search.kinds import kind_of


@register()
def check_every_content_page_has_a_kind(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A page that the search does not know would never be found."""
    return [
        Error(
            f"{model.__name__} has no Kind, so that its pages are never found.",
            hint=f"Declare one in {model._meta.app_label}/kinds.py.",
            obj=model,
            id="search.E001",
        )
        for model in apps.get_models()
        if issubclass(model, ContentPage)
        and not model._meta.proxy
        and kind_of(model) is None
    ]


@register()
def check_the_engine_answers(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A warning and no error: the site serves without its engine, and so must jobs."""
    health = current_engine().health()
    if health.ok:
        return []
    remedy = (
        _("Run rebuild_search_index; the worker does so by itself.")
        if health.needs_rebuild
        else _("Until then the database answers visitors, with a notice.")
    )
    return [Warning(health.detail, hint=remedy, id="search.W001")]
