"""System checks of the search."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from portal.core.models import ContentPage
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
