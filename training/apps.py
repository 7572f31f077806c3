from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"

    def ready(self) -> None:
        from training import kinds  # noqa: F401 - registers them
        from training.importing import kind  # noqa: F401 - registers itself
