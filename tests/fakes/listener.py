"""A server on loopback that only remembers what it was asked for."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_IMAGE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


class Listener:
    """Somebody elsewhere: answers every address with an image, and keeps it in `asked`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listener.asked.append(self.path)
                self.send_response(200)
                self.send_header("content-type", "image/svg+xml")
                self.send_header("content-length", str(len(_IMAGE)))
                self.end_headers()
                self.wfile.write(_IMAGE)

            def log_message(self, format: str, *args: Any) -> None:
                """Keep the tests' output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def url(self) -> str:
        """An address that is another origin than the page's."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
