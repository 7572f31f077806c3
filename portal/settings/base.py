"""Settings of every environment, safe for production; dev and test only relax them."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.settings import environment
from portal.settings.languages import *  # noqa: F403 - settings are a flat namespace
from portal.settings.logs import LOGGING  # noqa: F401 - a setting

PROJECT = environment.PROJECT
DATA_DIR = environment.data_folder()

SECRET_KEY = environment.secret_key()
DEBUG = False
ALLOWED_HOSTS = environment.allowed_hosts()
ADMIN_PATH = environment.admin_path()

INSTALLED_APPS = [
    "portal.core",
    "portal.users",
    "search",
    "directory",
    "knowledge",
    "training",
    "portal.home",
    "portal.starter",
    "portal.operations",
    "modeltranslation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "post_office",
    "widget_tweaks",
    "dsfr",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "portal.core.static_files.PortalStaticFilesConfig",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "portal.operations.request_log.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.core.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.operations.probes.ProbesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.core.headers.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.core.admin_language.AdminLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.core.addresses.AddressMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.core.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache()}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
DJANGO_REDIS_LOGGER = "django_redis"

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
LOCALE_PATHS = [PROJECT / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = environment.static_folder(DATA_DIR)
STATICFILES_DIRS = [PROJECT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Pages and styles name files by their digest alone: half the files to compress.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Mails are rows first; the worker sends them and tries again.
EMAIL_BACKEND = "post_office.EmailBackend"
_mail = environment.mail()
POST_OFFICE = {
    "BACKENDS": {"default": _mail["EMAIL_BACKEND"]},
    "DEFAULT_PRIORITY": "medium",
    # A mail server may be down for a day.
    "MAX_RETRIES": 96,
    "RETRY_INTERVAL": timedelta(minutes=15),
    # What became of a mail is noted before the next one: a worker killed meanwhile
    # sends one mail twice at most.
    "BATCH_SIZE": 1,
    "BATCH_DELIVERY_TIMEOUT": 60,
    "LOG_LEVEL": 1,
}
for _name, _value in _mail.items():
    if _name != "EMAIL_BACKEND":
        globals()[_name] = _value
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.from_email()
PORTAL_CONTACT = environment.contact()

# Transport and headers: see portal/core/headers.py for the two policies.
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^(live|ready)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's preview shows pages in a frame
SILENCED_SYSTEM_CHECKS = ["security.W019"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = _("Social clauses, Hauts-de-France")
WAGTAILADMIN_USER_LOGIN_FORM = "portal.users.forms.SignInForm"
WAGTAILADMIN_BASE_URL = environment.base_url()
WAGTAIL_I18N_ENABLED = True
# The admin asks nothing of third parties: no picture, no news.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Accented titles give readable French addresses.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# The admin searches the database; visitors are answered by the `search` app.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.core.admin_search"}}

# A wrong value does not stop the start: the database answers, `check` says why.
SEARCH_URL = environment.env.str("SEARCH_URL", "embedded://search")
# Of the index in Elasticsearch; replicas None: one where there are several nodes.
SEARCH_SHARDS = environment.whole_number("SEARCH_SHARDS", default=1, least=1)
SEARCH_REPLICAS = environment.whole_number("SEARCH_REPLICAS", default=None)
# Who brings the index up to date after a commit: a thread of the same process.
SEARCH_DRAIN = "thread"
DSFR_USE_INTEGRITY_CHECKSUMS = False
