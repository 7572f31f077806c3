import os
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.wsgi import get_wsgi_application

from portal.operations.stack_room import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")
# A visitor does not wait for longer, nor should the database.
os.environ.setdefault("PORTAL_STATEMENT_TIMEOUT", "10")

_answer = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return with_room(partial(_answer, environ, start_response))
