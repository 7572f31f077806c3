"""Stands between the portal and a real Elasticsearch, and does what networks and
overloaded servers do."""

import http.client
import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

_PRODUCT = {"X-Elastic-Product": "Elasticsearch"}


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    body: bytes

    @property
    def is_search(self) -> bool:
        return "/_search" in self.path

    @property
    def is_bulk(self) -> bool:
        return "/_bulk" in self.path


@dataclass(frozen=True)
class Fault:
    """What happens to a call. Without anything, it goes through."""

    cut: bool = False  # the connection breaks before the server hears of it
    cut_after: bool = False  # the server did it; the answer is lost
    delay: float = 0.0  # seconds before the answer
    status: int = 0  # answered by the proxy itself, with an error of this kind
    kind: str = "es_rejected_execution_exception"
    headers: dict[str, str] = field(default_factory=lambda: dict(_PRODUCT))
    body: dict[str, Any] | None = None  # with this body instead
    changed: Callable[[dict[str, Any]], dict[str, Any]] | None = None  # the answer


FINE = Fault()
CUT = Fault(cut=True)


class Proxy:
    """``fault`` decides of each call; ``calls`` are those seen so far."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self.target = (parts.hostname or "", parts.port or 80)
        self.fault: Callable[[Call], Fault] = lambda call: FINE
        self.calls: list[Call] = []
        self.closing = threading.Event()
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._http.server_address[1]}"

    def always(self, fault: Fault) -> None:
        self.fault = lambda call: fault

    def heal(self) -> None:
        self.fault = lambda call: FINE

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)


class _Handler(BaseHTTPRequestHandler):
    proxy: ClassVar[Proxy]
    protocol_version = "HTTP/1.1"

    def _do(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        call = Call(self.command, self.path, self.rfile.read(length))
        self.proxy.calls.append(call)
        fault = self.proxy.fault(call)
        if fault.cut:
            self._cut()
            return
        if fault.status or fault.body is not None:
            answer = (fault.status or 200, fault.headers, _body(fault))
        else:
            answer = self._forward(call)
            if fault.changed:
                status, headers, body = answer
                answer = (
                    status,
                    headers,
                    json.dumps(fault.changed(json.loads(body))).encode(),
                )
        if fault.delay:
            self.proxy.closing.wait(fault.delay)
        if fault.cut_after:
            self._cut()
            return
        self._answer(*answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _do

    def _forward(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(*self.proxy.target, timeout=60)
        try:
            connection.request(
                call.method,
                call.path,
                body=call.body or None,
                headers={
                    name: value
                    for name, value in self.headers.items()
                    if name.lower() in {"accept", "content-type"}
                },
            )
            response = connection.getresponse()
            kept = ("content-type", "x-elastic-product")
            headers = {k: v for k, v in response.getheaders() if k.lower() in kept}
            return response.status, headers, response.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if not any(name.lower() == "content-type" for name in headers):
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
        except OSError:  # whoever asked has gone
            self.close_connection = True

    def _cut(self) -> None:
        """As a killed server does: no answer, and the connection is reset."""
        self.close_connection = True
        self.connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        """The test says what went wrong."""


def _body(fault: Fault) -> bytes:
    if fault.body is not None:
        return json.dumps(fault.body).encode()
    error = {"type": fault.kind, "reason": "made by the test"}
    return json.dumps({"error": error, "status": fault.status}).encode()
