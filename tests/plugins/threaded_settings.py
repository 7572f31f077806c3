"""As for tests, but the drain runs as on the site: in a thread."""

from portal.settings.test import *  # noqa: F403 - settings are a flat namespace

SEARCH_DRAIN = "thread"
