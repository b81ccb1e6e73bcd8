"""A loopback server that answers each path with a fixed stream, and keeps what it was sent."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Wire:
    """Answers every request with `content` of `kind`; `requests` holds what came."""

    def __init__(self, kind: str, content: str, status: int = 200) -> None:
        self.requests: list[Request] = []
        wire = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                data = self.rfile.read(int(self.headers["content-length"] or 0))
                try:
                    body = json.loads(data or b"{}")
                except ValueError:  # compressed, or no JSON
                    body = {}
                headers = {name.lower(): value for name, value in self.headers.items()}
                wire.requests.append(Request(self.command, self.path, headers, body))
                told = content.encode()
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(told)))
                self.send_header("connection", "close")
                self.end_headers()
                self.wfile.write(told)

            def do_GET(self) -> None:
                self.handle_any()

            def do_POST(self) -> None:
                self.handle_any()

            def log_message(self, format: str, *args: Any) -> None:
                """Keep the tests' output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Wire:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
