from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"

    def ready(self) -> None:
        from directory import (  # noqa: F401 - register themselves
            choosing,
            kinds,
            signal_handlers,
        )
