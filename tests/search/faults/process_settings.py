"""As for tests, in a process of its own whose engine is behind the test's proxy."""

import os

from portal.settings.test import *  # noqa: F403 - settings are a flat namespace

SEARCH_URL = os.environ["FAULTS_SEARCH_URL"]
