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
