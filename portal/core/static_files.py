from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalStaticFilesConfig(StaticFilesConfig):
    """Ships only the files of the design system that our pages use.

    The package carries 1,578 files; collecting and compressing them all takes minutes.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        # Patterns match whole paths of files: a folder's name alone matches nothing.
        "dsfr/dist/component/*",
        "dsfr/dist/core/*",
        "dsfr/dist/legacy/*",
        "dsfr/dist/scheme/*",
        "dsfr/dist/layout/*",
        "dsfr/dist/analytics/*",
        "dsfr/dist/utility/*",
        "dsfr/dist/dsfr/*",
        "dsfr/dist/dsfr.min.css",
        "dsfr/dist/dsfr.legacy.min.css",
        "django-dsfr/icon-picker/*",
    ]
