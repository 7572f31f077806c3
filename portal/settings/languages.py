"""The four languages of the portal; French is the source."""

from django.conf import locale
from django.utils.translation import gettext_lazy as _

# Easy-to-read French ("FALC") is a private-use tag of French (BCP 47): texts fall
# back to French, and dates and plurals are French ones.
FALC = "fr-x-falc"
locale.LANG_INFO[FALC] = {
    "bidi": False,
    "code": FALC,
    "name": "Easy-to-read French",
    "name_local": "français facile à lire",
    "fallback": ["fr"],
}

LANGUAGE_CODE = "fr"
LANGUAGES = [
    ("fr", _("French")),
    ("en", _("English")),
    ("nl", _("Dutch")),
    (FALC, _("Easy-to-read French")),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
# As people write dates here: a picker that does not know how puts another day in place.
FORMAT_MODULE_PATH = "portal.formats"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
MODELTRANSLATION_LANGUAGES = ("fr", "en", "nl")
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fr",)
