"""The one seam with the server: its client, and its failures said in our words."""

import contextlib
import ssl
from collections.abc import Iterator, Mapping
from typing import Any

import elastic_transport
import elasticsearch
from django.utils.translation import gettext as _

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.address import Address

# Seconds. A visitor waits for one search, then is answered by the database.
SEARCH_TIMEOUT = 1.2
WRITE_TIMEOUT = 30.0
REBUILD_TIMEOUT = 120.0
VERSIONS = (8, 9)


class NotFound(EngineUnavailable):
    """There is no such index or alias."""


class Failed(Exception):
    """One of several things asked at once failed, for no fault of its own."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(status, kind)
        self.status = status
        self.kind = kind


def connect(address: Address) -> elasticsearch.Elasticsearch:
    """A client for all the threads of a process. It calls no server by itself."""
    options: dict[str, Any] = {}
    if address.api_key:
        options["api_key"] = address.api_key
    elif address.user:
        options["basic_auth"] = (address.user, address.password)
    if address.ca:
        options["ca_certs"] = address.ca
    try:
        return elasticsearch.Elasticsearch(
            list(address.servers),
            request_timeout=WRITE_TIMEOUT,
            # Another server of the cluster may answer; none is asked twice.
            max_retries=len(address.servers) - 1,
            retry_on_status=(),
            retry_on_timeout=False,
            **options,
        )
    except (ssl.SSLError, OSError, ValueError) as error:
        raise EngineUnavailable(
            _("The certificate file that SEARCH_URL names in ca=PATH is not one.")
        ) from error


@contextlib.contextmanager
def guarded(address: Address) -> Iterator[None]:
    """The client's errors as ours."""
    try:
        yield
    except Failed as error:
        message = _of_status(error.status, error.kind, _about(address))
        raise EngineUnavailable(message) from error
    except (elasticsearch.ApiError, elastic_transport.TransportError) as error:
        message = explained(error, address)
        if isinstance(error, elasticsearch.NotFoundError):
            raise NotFound(message) from error
        raise EngineUnavailable(message) from error


def whole(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """``answer``, or a failure where some shards did not take part in time."""
    if answer.get("timed_out") or answer.get("_shards", {}).get("failed"):
        raise EngineUnavailable(_("Elasticsearch answered in part only."))
    return answer


def check_version(number: str) -> None:
    """Raise ``EngineUnavailable`` for a server that is neither version 8 nor 9."""
    if number.split(".")[0] not in map(str, VERSIONS):
        raise EngineUnavailable(
            _("This server is Elasticsearch %(version)s: versions 8 and 9 are known.")
            % {"version": number}
        )


def explained(error: Exception, address: Address) -> str:
    """Cause and remedy, for who runs the site; no secret, no document."""
    about = _about(address)
    match error:
        case elasticsearch.UnsupportedProductError():
            return (
                _(
                    "What answers at %(server)s is not Elasticsearch. Correct the host and"
                    " the port in SEARCH_URL."
                )
                % about
            )
        case elastic_transport.TlsError():
            return (
                _(
                    "The certificate of %(server)s is not recognised. Name the file of its"
                    " authority in SEARCH_URL: ?ca=PATH."
                )
                % about
            )
        case elastic_transport.ConnectionTimeout():
            return (
                _(
                    "Elasticsearch at %(server)s did not answer in time. See whether the"
                    " server is overloaded."
                )
                % about
            )
        case elastic_transport.ConnectionError():
            return (
                _(
                    "Nothing answers at %(server)s. Start Elasticsearch, or correct the"
                    " scheme, the host and the port in SEARCH_URL."
                )
                % about
            )
        case elasticsearch.ApiError():
            return _of_status(error.meta.status, f"{error.error} {error}", about)
    return _("Elasticsearch at %(server)s gave an answer that makes no sense.") % about


def _about(address: Address) -> dict[str, str]:
    return {"server": address.shown, "prefix": address.prefix}


def _of_status(status: int, kind: str, about: dict[str, str]) -> str:
    if status == 401:
        return (
            _(
                "Elasticsearch at %(server)s refuses the user or the key. Correct them in"
                " SEARCH_URL."
            )
            % about
        )
    if "cluster_block" in kind:
        return (
            _(
                "Elasticsearch at %(server)s takes no writes, most often for want of disk"
                " space. Free some; what waits is then written by itself."
            )
            % about
        )
    if status == 403:
        return (
            _(
                "Elasticsearch at %(server)s does not give this user the right. It needs"
                " “all” on the indices %(prefix)s-* and “monitor” on the cluster."
            )
            % about
        )
    if status == 429:
        return (
            _(
                "Elasticsearch at %(server)s has too much to do. What waits is tried again"
                " by itself."
            )
            % about
        )
    if "media_type" in kind:
        return (
            _(
                "The server at %(server)s is of a version that is not known: Elasticsearch"
                " 8 or 9 is needed."
            )
            % about
        )
    return _("Elasticsearch at %(server)s failed: %(status)s, %(kind)s.") % {
        **about,
        "status": status,
        "kind": kind[:100],
    }
