"""As for tests, but the drain runs as on the site: in a thread."""

from portal.settings.test import *  # noqa: F403 - settings are a flat namespace

SEARCH_DRAIN = "thread"
POST_OFFICE = {**POST_OFFICE, "LOG_LEVEL": 2}  # noqa: F405 - each sending is noted
