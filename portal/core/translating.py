"""The screens of wagtail-localize ask what publication asks, before they write."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)

from portal.core.models import ContentPage
from portal.core.publishing import PublicationRefused, missing_for_publication
from portal.core.refusals import tell


def translation_of(page: Page) -> Translation | None:
    """The translator's work that makes ``page``, if it is kept in step that way."""
    return Translation.objects.filter(
        source__object_id=page.translation_key,
        target_locale_id=page.locale_id,
        enabled=True,
    ).first()


def refusal_of_translation(translation: Translation) -> PublicationRefused | None:
    """Why what the translator wrote cannot be published yet; None when it can."""
    page = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    if not isinstance(page, ContentPage):
        return None
    gaps = missing_for_publication(page)
    return PublicationRefused(page, gaps) if gaps else None


class UpdateTranslations(UpdateTranslationsView):
    """Publishes the translations that are complete and names the others."""

    def form_valid(self, form: UpdateTranslationsForm) -> HttpResponse:
        publish = form.cleaned_data["publish_translations"]
        form.cleaned_data["publish_translations"] = False
        response = super().form_valid(form)
        if publish:
            publish_translations(self.request, self.object.translations)
        return response


def publish_translations(request: HttpRequest, translations: Any) -> None:
    refused = []
    for translation in translations.filter(enabled=True):
        if refusal := refusal_of_translation(translation):
            refused.append(refusal)
        else:
            translation.save_target(user=request.user, publish=True)
    if refused:
        tell(request, *refused)
