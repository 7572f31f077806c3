from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.home.views import sitemap_index, sitemap_part

urlpatterns = [
    path("", RedirectView.as_view(url=f"/{settings.LANGUAGE_CODE}/"), name="root"),
    path(f"{settings.ADMIN_PATH}/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_part, name="sitemap-part"),
]
urlpatterns += i18n_patterns(
    path("", include("search.urls")),
    path("", include("portal.home.urls")),
    path("", include("directory.urls")),
    path("", include("knowledge.urls")),
    path("", include("training.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
