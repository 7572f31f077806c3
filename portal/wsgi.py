import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")
# A visitor does not wait for longer, nor should the database.
os.environ.setdefault("PORTAL_STATEMENT_TIMEOUT", "10")

application = get_wsgi_application()
