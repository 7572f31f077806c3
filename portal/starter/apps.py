from django.apps import AppConfig


class StarterConfig(AppConfig):
    name = "portal.starter"
    label = "starter"
