from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from portal.home.views import sitemap_index, sitemap_part

urlpatterns = [
    path("", RedirectView.as_view(url=f"/{settings.LANGUAGE_CODE}/"), name="root"),
    path(f"{settings.ADMIN_PATH}/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures as pages show them are for all, originals for editors; nothing else lies
    # open: documents have readers of their own, checked above.
    re_path(
        r"^media/images/(?P<path>.+)$",
        cache_control(public=True, max_age=24 * 3600)(serve),
        {"document_root": settings.MEDIA_ROOT / "images"},
        name="picture",
    ),
    re_path(
        r"^media/original_images/(?P<path>.+)$",
        cache_control(private=True)(require_admin_access(serve)),
        {"document_root": settings.MEDIA_ROOT / "original_images"},
        name="original-picture",
    ),
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
