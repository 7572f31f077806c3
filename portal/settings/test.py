"""The suite: everything as in production but speed, TLS and the outside world."""

import os
import tempfile

# Said to all: nothing real is ever signed with it.
os.environ["PORTAL_SECRET_KEY"] = "a secret for tests only, never used elsewhere"  # noqa: S105
os.environ["PORTAL_ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ.setdefault("PORTAL_DATA_DIR", tempfile.mkdtemp(prefix="portal-test-"))
for _variable in ("DATABASE_URL", "SEARCH_URL", "CACHE_URL", "EMAIL_URL"):
    os.environ.pop(_variable, None)
if _database := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = _database

from portal.settings.base import *  # noqa: E402, F403 - the base reads what is set above

SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405 - of the base
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
POST_OFFICE = {
    **POST_OFFICE,  # noqa: F405 - of the base
    "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
}

SEARCH_DRAIN = "inline"
