"""Which links are kept, and how they are written."""

import re
from urllib.parse import urljoin, urlsplit

LONGEST = 2000
SCHEMES = frozenset({"http", "https", "mailto"})

_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\ufeff]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_MAILBOX = re.compile(r"[\w.+%-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,8}")


def kept_address(address: str, base: str = "") -> str:
    """The address that a link may lead to, or "" when it may lead nowhere.

    Web addresses without a name or a password, one mailbox without more, and paths of
    this site; with ``base``, where the text comes from, paths lead there instead.
    """
    address = _IGNORED_BY_BROWSERS.sub("", address).strip().replace(" ", "%20")
    if not address or len(address) > LONGEST or "\\" in address:
        return ""
    try:
        return _kept(address, base)
    except ValueError:  # brackets, port or letters that make no address
        return ""


def _kept(address: str, base: str) -> str:
    if address.startswith("#"):
        return ""
    if not _SCHEME.match(address):
        if base:
            address = urljoin(base, address)
        elif address.startswith("//"):
            address = f"https:{address}"
        elif address.startswith("/"):
            return address
    parts = urlsplit(address)
    if parts.scheme == "mailto":
        mailbox = parts.path
        return f"mailto:{mailbox}" if _MAILBOX.fullmatch(mailbox) else ""
    if parts.scheme not in SCHEMES or not parts.hostname or "@" in parts.netloc:
        return ""
    _ = parts.port  # raises when it is none
    return address
