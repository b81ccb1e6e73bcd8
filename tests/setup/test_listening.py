"""However the page is started, it listens on this computer alone."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STREAMLIT = [sys.executable, "-m", "streamlit", "run"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], folder: Path, **environment: str
) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            yield server
        finally:
            server.kill()


def wait_for(server: subprocess.Popen[str], pattern: str) -> re.Match[str]:
    assert server.stdout is not None
    said = ""
    for line in server.stdout:
        said += line
        if found := re.search(pattern, line):
            return found
    raise AssertionError(said)


def listening_addresses(port: int) -> set[str]:
    """Return the local addresses something listens on at `port`."""
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    if not tables[0].exists():  # macOS
        told = subprocess.run(
            ["lsof", "-nP", "-Fn", f"-iTCP:{port}", "-sTCP:LISTEN"],
            capture_output=True,
            text=True,
            check=True,
        )
        return {line[1:].rpartition(":")[0] for line in told.stdout.splitlines() if line[0] == "n"}
    found = set()
    for table in tables:
        for line in table.read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, _, at = local.partition(":")
            if state == "0A" and int(at, 16) == port:
                found.add("127.0.0.1" if address == "0100007F" else address)
    return found


def get(port: int, headers: dict[str, str]) -> tuple[int, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/", headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers


LOOPBACK = {"127.0.0.1"}


OPEN_DOORS = {
    "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
    "STREAMLIT_SERVER_ENABLE_CORS": "false",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
}
FOREIGN = ("http://evil.example", "http://127.0.0.1:9", "http://localhost:9", "null")


def answers(port: int, request: str) -> int:
    """Return the status with which the server answers a request of these very lines."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        return int(connection.makefile("rb").readline().split()[1])


def connects(port: int, origin: str) -> int:
    """Return how the server answers a page of `origin` that wants to talk along."""
    return answers(
        port,
        f"GET /_stcore/stream HTTP/1.1\nHost: 127.0.0.1:{port}\nOrigin: {origin}\n"
        "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
        "Sec-WebSocket-Key: c3RpbGxlYmFsYW5zMTIzNA==\n\n",
    )


def uploads(port: int, origin: str) -> int:
    """Return how the server answers a file that comes without the page's own token."""
    return answers(
        port,
        f"PUT /_stcore/upload_file/one/two HTTP/1.1\nHost: 127.0.0.1:{port}\nOrigin: {origin}\n"
        "Connection: close\nContent-Length: 0\n\n",
    )


def sources(policy: str) -> dict[str, list[str]]:
    """Return what a policy allows, by what it is about."""
    return {name: rest for name, *rest in (each.split() for each in policy.split(";"))}


@pytest.fixture(scope="module", params=["coach serve", "streamlit run app.py"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """Return the port of the page, started either way, in a shell that asks for an open door."""
    port = free_port()
    command = [sys.executable, "-m", "coach", "serve", "--port", str(port)]
    if request.param != "coach serve":
        command = [*STREAMLIT, str(ROOT / "app.py"), "--server.port", str(port)]
    with running(command, tmp_path_factory.mktemp("served"), **OPEN_DOORS) as server:
        wait_for(server, rf"http://127\.0\.0\.1:{port}")
        yield port


def test_every_answer_tells_the_browser_to_fetch_from_here_alone(served: int) -> None:
    for headers in ({}, {"Host": "evil.example"}, {"Origin": "http://evil.example"}):
        _, answer = get(served, headers)
        allowed = sources(answer["content-security-policy"])
        assert allowed["default-src"] == ["'none'"]
        assert allowed["connect-src"] == ["'self'"]
        assert set(allowed["img-src"]) == {"'self'", "data:"}
        assert allowed["frame-ancestors"] == ["'none'"]
        assert not [each for each in allowed["script-src"] if "unsafe" in each or ":" in each]
        assert answer["x-content-type-options"] == "nosniff"
        assert answer["referrer-policy"] == "no-referrer"
        assert "microphone=()" in answer["permissions-policy"]
        assert answer["cross-origin-opener-policy"] == "same-origin"
        assert answer["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer


def test_only_the_page_itself_may_talk_along(served: int) -> None:
    assert connects(served, f"http://127.0.0.1:{served}") == 101
    assert {connects(served, origin) for origin in FOREIGN} == {403}


def test_a_file_needs_the_token_of_the_page(served: int) -> None:
    assert uploads(served, f"http://127.0.0.1:{served}") == 403


def test_no_program_is_offered_the_talk(served: int) -> None:
    request = f"POST /_stcore/agent/interact HTTP/1.1\nHost: 127.0.0.1:{served}\n"
    body = "Content-Type: application/json\nContent-Length: 2\nConnection: close\n\n{}"
    assert answers(served, request + body) == 403


def test_serve_listens_on_loopback_says_so_when_it_answers_and_refuses_strangers(
    tmp_path: Path,
) -> None:
    port = free_port()
    with running([sys.executable, "-m", "coach", "serve", "--port", str(port)], tmp_path) as server:
        address = wait_for(server, r"http://\S+")[0]
        assert address == f"http://127.0.0.1:{port}"
        assert listening_addresses(port) == LOOPBACK

        status, headers = get(port, {})
        assert status == 200
        assert "default-src 'none'" in headers["content-security-policy"]
        assert get(port, {"Host": f"localhost:{port}"})[0] == 200
        assert get(port, {"Host": "evil.example"})[0] == 403

        again = subprocess.run(
            [sys.executable, "-m", "coach", "serve", "--port", str(port)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert again.returncode == 2
        assert f"Port {port} is in use" in again.stderr
        assert len(again.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", "::"])
def test_serve_refuses_any_other_address(host: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coach", "serve", "--host", host],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "this computer only" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("script", ["app.py", "coach/web/main.py"])
def test_streamlit_run_listens_on_loopback_from_any_folder(script: str, tmp_path: Path) -> None:
    port = free_port()
    command = [*STREAMLIT, str(ROOT / script), "--server.port", str(port)]
    with running(command, tmp_path) as server:
        wait_for(server, "URL: http://127.0.0.1")
        assert listening_addresses(port) == LOOPBACK


def test_a_server_without_our_guards_ends_itself_and_says_why() -> None:
    program = (
        "import signal; from coach.web.server import end_server;"
        "end_server('0.0.0.0'); signal.pause()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGTERM
    assert "ends now" in done.stderr


def test_streamlit_run_with_another_address_ends_with_a_sentence(tmp_path: Path) -> None:
    command = [*STREAMLIT, str(ROOT / "app.py"), "--server.port", str(free_port())]
    done = subprocess.run(
        [*command, "--server.address", "0.0.0.0"],
        cwd=tmp_path,
        env={**os.environ, "STREAMLIT_SERVER_HEADLESS": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Nothing was started" in done.stderr
