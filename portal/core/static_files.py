from django.contrib.staticfiles.apps import StaticFilesConfig

# Families of icons that neither the design system's style sheet nor ours names.
UNUSED_ICONS = (
    *("buildings", "communication", "development", "device", "document", "finance"),
    *("health", "map", "others"),
)


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
        # Browsers too old for modules have pages that work without script.
        "dsfr/dist/dsfr.nomodule.min.js",
        "dsfr/dist/dsfr.print.min.css",
        "dsfr/dist/artwork/*",
        *(f"dsfr/dist/icons/{family}/*" for family in UNUSED_ICONS),
        "django_htmx/htm*-4*.js",
        "django_htmx/htmx-2.js",
        "django_htmx/ext/*",
        "django-dsfr/icon-picker/*",
    ]
