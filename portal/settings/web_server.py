"""How gunicorn serves the site in production:

    gunicorn --config python:portal.settings.web_server

Every value that a machine may need otherwise is also an option of the command, or in
GUNICORN_CMD_ARGS.
"""

from pathlib import Path

import gunicorn

from portal.settings import environment
from portal.settings.logs import LOGGING

wsgi_app = "portal.wsgi"
bind = "0.0.0.0:8000"
workers = environment.whole_number("WEB_CONCURRENCY", default=2, least=1)
threads = 4
# Loaded once, then shared by the processes that answer.
preload_app = True
# No answer takes so long; a process that hangs is ended and replaced.
timeout = 60
# Asked to stop, a process first ends the answers under way.
graceful_timeout = 30
keepalive = 5
# A long question is cut off by the search, which says so: the server's most.
limit_request_line = 8190
# A leak in a library does not last for ever; not all processes at once.
max_requests = 5000
max_requests_jitter = 500
# The sign of life of a process is a file: in memory, where the rest is read-only.
_memory = Path("/dev/shm")  # noqa: S108 - gunicorn makes a file of its own there
worker_tmp_dir = str(_memory) if _memory.is_dir() else None
control_socket_disable = True
logconfig_dict = LOGGING
# Visitors are not told what serves them.
gunicorn.SERVER = "portail"
