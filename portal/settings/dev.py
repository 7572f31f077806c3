"""One person's machine: no secret to give, no TLS; PORTAL_DEBUG=0 serves as for real."""

import os
import secrets

from portal.settings import environment

_key = environment.data_folder() / "secret-key"
if "PORTAL_SECRET_KEY" not in os.environ:
    if not _key.exists():
        _key.write_text(secrets.token_urlsafe(48))
        _key.chmod(0o600)
    os.environ["PORTAL_SECRET_KEY"] = _key.read_text().strip()
os.environ.setdefault("PORTAL_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

from portal.settings.base import *  # noqa: E402, F403 - the base reads what is set above

DEBUG = environment.boolean("PORTAL_DEBUG", default=True)
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
# Read by a person, at a terminal.
for _handler in LOGGING["handlers"].values():  # noqa: F405 - of the base
    _handler["formatter"] = "text"
if DEBUG:
    STORAGES = {  # pages change while one works: no manifest to make
        **STORAGES,  # noqa: F405 - of the base
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
