"""A server on loopback that only remembers what it was asked for."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

from tests.fakes.loopback import Loopback, Quiet

_IMAGE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


class Listener(Loopback):
    """Somebody elsewhere: answers every address with an image, and keeps it in `asked`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        listener = self

        class Handler(Quiet, BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listener.asked.append(self.path)
                self.send_response(200)
                self.send_header("content-type", "image/svg+xml")
                self.send_header("content-length", str(len(_IMAGE)))
                self.end_headers()
                self.wfile.write(_IMAGE)

        super().__init__(Handler)
