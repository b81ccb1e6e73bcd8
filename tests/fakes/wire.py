"""A loopback server that answers each path with a fixed stream, and keeps what it was sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.fakes.loopback import Loopback, Quiet


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Wire(Loopback):
    """Answers every request with `content` of `kind`; `requests` holds what came."""

    def __init__(self, kind: str, content: str, status: int = 200) -> None:
        self.requests: list[Request] = []
        wire = self

        class Handler(Quiet, BaseHTTPRequestHandler):
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

        super().__init__(Handler)
