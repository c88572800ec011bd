"""Serve the page of a live vault to browsers of this machine.

Only the page and its events are served, to requests that name this machine (else a web site could
let its name point here: https://en.wikipedia.org/wiki/DNS_rebinding) and that come from the page
itself. Events are server-sent (https://html.spec.whatwg.org/multipage/server-sent-events.html): one
way is enough, and the browser connects again by itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event as Signal
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from noteweave.living.live_page import Event, LivePage
from noteweave.vault.disk.watch import watch
from noteweave.vault.errors import RequestError

ADDRESS = "127.0.0.1"
PORT = 8137
"""The port if none is asked for and it is free."""
_ALIVE_SECONDS = 15.0
"""Seconds without an event after which a comment shows that the connection lives."""
_RETRY = b"retry: 500\n"
"""Milliseconds until a browser whose connection ended connects again."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class PageServer(ThreadingHTTPServer):
    """Answers `/` and `/events`."""

    daemon_threads = True

    def __init__(self, live: LivePage, port: int | None) -> None:
        """Listen on a port; None: the usual one, or another one if that is taken.

        Raises:
            RequestError: the port is taken or cannot be used.
        """
        self.live = live
        try:
            super().__init__((ADDRESS, PORT if port is None else port), _Handler)
        except (OSError, OverflowError) as error:
            if port is None:
                super().__init__((ADDRESS, 0), _Handler)
                return
            reason = error.strerror if isinstance(error, OSError) else "there is no such port"
            raise RequestError(
                f"port {port} cannot be used: {reason}", "name another one with --port"
            ) from error

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{ADDRESS}:{self.server_port}/"

    def is_for_us(self, host: str, origin: str | None) -> bool:
        """Whether a request names this server, and comes from its page if from any."""
        names = {f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")}
        return host in names and (origin is None or origin in {f"http://{n}" for n in names})

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over a window that was closed; print all else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: PageServer
    protocol_version = "HTTP/1.1"
    server_version = "noteweave"
    sys_version = ""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if not self.server.is_for_us(self.headers.get("Host", ""), self.headers.get("Origin")):
            self._refuse(403, "this server is for pages of this machine only")
        elif address.path == "/":
            self._send_page()
        elif address.path == "/events":
            self._send_events(address.query)
        else:
            self._refuse(404, "there is only the page, at /")

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing about requests."""

    def _refuse(self, status: int, sentence: str) -> None:
        body = f"{sentence}\n".encode()
        self._begin(status, "text/plain; charset=utf-8", len(body))
        self.wfile.write(body)

    def _begin(self, status: int, kind: str, size: int | None) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        if size is None:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(size))
        self.end_headers()

    def _send_page(self) -> None:
        pieces = self.server.live.page()
        self._begin(200, "text/html; charset=utf-8", sum(map(len, pieces)))
        for piece in pieces:
            self.wfile.write(piece)

    def _send_events(self, query: str) -> None:
        live = self.server.live
        known = self.headers.get("Last-Event-ID") or "".join(parse_qs(query).get("at", ()))
        name, _, number = known.rpartition("-")
        self._begin(200, "text/event-stream", None)
        if name != live.name or not number.isdecimal():
            self.wfile.write(_RETRY + b"event: reload\ndata: {}\n\n")
            return
        findings = json.dumps(live.open_findings(), ensure_ascii=False)
        self.wfile.write(
            _RETRY + f"event: findings\ndata: {findings}\n\n".encode("utf-8", "replace")
        )
        self.wfile.flush()
        last = int(number)
        while (events := live.events(last, _ALIVE_SECONDS)) is not None:
            for event in events:
                last = event.number
                self.wfile.write(_as_text(live.name, event))
            if not events:
                self.wfile.write(b": \n\n")
            self.wfile.flush()


def _as_text(name: str, event: Event) -> bytes:
    data = json.dumps(vars(event), ensure_ascii=False)
    kind = "problem" if event.problem else "change"
    return f"id: {name}-{event.number}\nevent: {kind}\ndata: {data}\n\n".encode("utf-8", "replace")


def serve(server: PageServer, live: LivePage, root: object, say: Callable[[str], None]) -> None:
    """Serve until interrupted, and take over what changes in the vault.

    Args:
        server: listens already.
        live: what is served.
        root: the vault's folder.
        say: prints a sentence for the person at the terminal.
    """
    stop = Signal()
    answering = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    try:
        answering.start()
        for batch in watch(root, stop, report=say):  # type: ignore[arg-type]
            problem = live.refresh(batch)
            if problem:
                say(problem)
    finally:
        stop.set()
        live.close()
        server.shutdown()
        server.server_close()
