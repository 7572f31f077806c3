import mimetypes

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = _("shared content")

    def ready(self) -> None:
        from portal.core import checks, signal_handlers  # noqa: F401 - registers

        autodiscover_modules("personal_data")
        # Python 3.11 leaves these to the machine's list, which small images lack.
        mimetypes.add_type("image/webp", ".webp")
        mimetypes.add_type("image/avif", ".avif")
