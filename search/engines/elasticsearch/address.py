"""``SEARCH_URL`` → where the server is, and how to sign in."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext as _

from search.engines.base import EngineUnavailable

FORM = "elasticsearch[+https]://[user:password@]host:9200/prefix[?ca=PATH|api_key_env=NAME]"
SCHEMES = {"elasticsearch": "http", "elasticsearch+https": "https"}
PORT = 9200
_PREFIX = re.compile(r"[a-z][a-z0-9_-]{0,60}")
_HOST = re.compile(r"[\w.-]+|\[[0-9a-fA-F:.]+\]")


class BadAddress(EngineUnavailable):
    """``SEARCH_URL`` cannot be understood; the message never quotes a secret."""


@dataclass(frozen=True)
class Address:
    """Servers of one cluster, and the prefix that our indices share."""

    servers: tuple[str, ...]  # "https://host:9200"
    prefix: str
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: str = ""

    @property
    def shown(self) -> str:
        """The servers, as a message may quote them."""
        return ", ".join(self.servers)

    @classmethod
    def read(cls, url: str, environ: Mapping[str, str] = os.environ) -> "Address":
        """Raise ``BadAddress`` with the part that is wrong and what is expected."""
        scheme, _separator, rest = url.partition("://")
        if scheme not in SCHEMES:
            raise BadAddress(
                _(
                    "SEARCH_URL does not start as it should. It must be"
                    " embedded://search or %(form)s."
                )
                % {"form": FORM}
            )
        signed, _at, where = rest.partition("/")[0].rpartition("@")
        parts = urlsplit(f"//host/{rest.partition('/')[2]}")
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        user, _colon, password = signed.partition(":")
        return cls(
            servers=_servers(SCHEMES[scheme], where),
            prefix=_prefix(parts.path.strip("/")),
            user=unquote(user),
            password=unquote(password),
            **_signing(options, environ, secure=SCHEMES[scheme] == "https"),
        )


def _servers(scheme: str, where: str) -> tuple[str, ...]:
    servers = []
    for one in where.split(","):
        host, colon, port = one.rpartition(":") if _has_port(one) else (one, "", "")
        if not _HOST.fullmatch(host):
            raise BadAddress(
                _("SEARCH_URL names no host that can be read. Expected: %(form)s.")
                % {"form": FORM}
            )
        if colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise BadAddress(
                _(
                    "The port in SEARCH_URL must be a number from 1 to 65535,"
                    " usually 9200."
                )
            )
        servers.append(f"{scheme}://{host}:{port or PORT}")
    return tuple(servers)


def _has_port(server: str) -> bool:
    return ":" in server.rpartition("]")[2]


def _prefix(path: str) -> str:
    if not _PREFIX.fullmatch(path):
        raise BadAddress(
            _(
                "SEARCH_URL must end with the prefix of the indices: small letters,"
                " digits, - and _, such as /portail."
            )
        )
    return path


def _signing(
    options: dict[str, str], environ: Mapping[str, str], *, secure: bool
) -> dict[str, str]:
    unknown = sorted(set(options) - {"ca", "api_key_env"})
    if unknown:
        raise BadAddress(
            _("SEARCH_URL has an option that is not known. Expected: %(form)s.")
            % {"form": FORM}
        )
    found: dict[str, str] = {}
    if "api_key_env" in options:
        found["api_key"] = environ.get(options["api_key_env"], "")
        if not found["api_key"]:
            raise BadAddress(
                _(
                    "SEARCH_URL says that the key is in the variable %(name)s,"
                    " which is empty. Set it, or correct api_key_env."
                )
                % {"name": _named(options["api_key_env"])}
            )
    if "ca" in options:
        if not secure:
            raise BadAddress(
                _("SEARCH_URL has ca=PATH: it must start with elasticsearch+https.")
            )
        if not Path(options["ca"]).is_file():
            raise BadAddress(
                _(
                    "The certificate file that SEARCH_URL names in ca=PATH is not"
                    " there, or cannot be read."
                )
            )
        found["ca"] = options["ca"]
    return found


def _named(variable: str) -> str:
    """The name of a variable; anything else might be the key itself."""
    return variable if re.fullmatch(r"[A-Z][A-Z0-9_]{0,60}", variable) else "…"
