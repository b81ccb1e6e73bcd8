"""A real nginx with the configuration that ships, before two servers that say their name."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

import httpx
import pytest

from tests.fakes.loopback import Loopback, Quiet
from tests.fakes.nginx import Nginx

BROWSERS = 40  # by chance they'd all be at one server once in 2**39 times
OFTEN = 10


class Named(Loopback):
    """Answers everything with its name."""

    def __init__(self, name: str) -> None:
        class Handler(Quiet, BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-length", str(len(name)))
                self.end_headers()
                self.wfile.write(name.encode())

        super().__init__(Handler)

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with ExitStack() as stack:
        servers = [stack.enter_context(Named(name)) for name in ("one", "two")]
        folder = tmp_path_factory.mktemp("proxy") / "nginx"
        made = Nginx(folder, *(server.port for server in servers))
        yield made
        made.stop()


def answered(port: int, path: str, host: str = "coach.example") -> list[str]:
    """Return the lines of the head of the answer to `path`, sent as it is written here."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        asked = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        connection.sendall(asked.encode())
        told = b"".join(iter(lambda: connection.recv(4096), b""))
    return told.decode().partition("\r\n\r\n")[0].split("\r\n")


@pytest.mark.parametrize(
    "path", ["/", "/?invitation=a-b%20c", "/x%0d%0aSet-Cookie:%20evil=1", "/a%2Fb%3Fc?d=%0a"]
)
def test_who_comes_without_tls_is_sent_to_the_same_address_and_no_further(
    proxy: Nginx, path: str
) -> None:
    status, *headers = answered(proxy.without_tls, path)
    assert " 301 " in status
    assert [each for each in headers if each.startswith("Location:")] == [
        f"Location: https://coach.example{path}"
    ]
    assert not [each for each in headers if each.lower().startswith("set-cookie")]


def test_a_browser_stays_with_one_server_and_browsers_go_to_both(proxy: Nginx) -> None:
    used = set()
    with httpx.Client() as client:
        for _ in range(BROWSERS):
            first = client.get(proxy.url)
            cookie = {"cookie": first.headers["set-cookie"].partition(";")[0]}
            told = {client.get(proxy.url, headers=cookie).text for _ in range(OFTEN)}
            assert told == {first.text}
            used.add(first.text)
    assert used == {"one", "two"}
