"""Where lines of log go: all to the error output, for a supervisor to keep.

Apart from the other settings because gunicorn reads it before the site is loaded.
"""

from typing import Any

from portal.settings import environment

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "portal.operations.logs.JsonLines",
            "secrets": environment.secrets(),
        },
        "text": {
            "()": "portal.operations.logs.TextLines",
            "secrets": environment.secrets(),
        },
    },
    "filters": {"seldom": {"()": "portal.operations.logs.Seldom"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "seldom": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["seldom"],
        },
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Each request has its line; Django's own would tell refusals once more.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},
        # Robots that ask for other sites' names: 400 in their line is enough.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "django_redis": {"handlers": ["seldom"], "propagate": False},
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        # It would warn of each HEAD request, whose body Django leaves to it to drop.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # It holds addresses of visitors, and what they search.
        "gunicorn.access": {"handlers": [], "level": "ERROR", "propagate": False},
        # Without a handler it gives itself one, whose lines are not ours.
        "post_office": {
            "handlers": ["console"],
            "level": "WARNING",
            "propagate": False,
        },
        # Wagtail's audit log keeps what was done; these would drown the rest.
        **{
            name: {"level": "WARNING"}
            for name in ("wagtail", "django_tasks", "modelsearch", "elastic_transport")
        },
    },
}
