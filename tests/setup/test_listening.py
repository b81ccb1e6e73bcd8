"""However the page is started, it listens on this computer alone, unless people sign in."""

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
    assert "COACH_LOGIN_METADATA_URL" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("script", ["app.py", "coach/web/main.py"])
def test_streamlit_run_listens_on_loopback_from_any_folder(script: str, tmp_path: Path) -> None:
    port = free_port()
    command = [*STREAMLIT, str(ROOT / script), "--server.port", str(port)]
    with running(command, tmp_path) as server:
        wait_for(server, "URL: http://127.0.0.1")
        assert listening_addresses(port) == LOOPBACK


@pytest.mark.parametrize(
    "program",
    [
        # as `coach serve` has it, and as app.py
        "bootstrap.load_config_options(chosen_options('127.0.0.1', 8501))",
        "config.set_option('server.address', '127.0.0.1'); guards()",
    ],
)
def test_no_shell_can_have_a_header_say_who_somebody_is(program: str, tmp_path: Path) -> None:
    names = ("server.trustedUserHeaders", "server.unsafeMetricsUserAttributes")
    script = (
        "from streamlit import config; from streamlit.web import bootstrap;"
        "from coach.web.server import chosen_options, guards;"
        f"{program}; print([config.get_option(name) for name in {names}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "STREAMLIT_SERVER_TRUSTED_USER_HEADERS": '{"X-Who": "sub"}',
            "STREAMLIT_SERVER_UNSAFE_METRICS_USER_ATTRIBUTES": '["sub"]',
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[{}, []]"


LOGIN = {
    "COACH_PUBLIC_URL": "https://coach.example",
    "COACH_LOGIN_METADATA_URL": "https://id.example/.well-known/openid-configuration",
    "COACH_LOGIN_CLIENT_ID": "coach",
    "COACH_LOGIN_CLIENT_SECRET": "a secret of this test",
}


@pytest.fixture(scope="module", params=["coach serve", "streamlit run app.py"])
def team(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """Return the port of a page people sign in to, which listens on every address."""
    port = free_port()
    command = [sys.executable, "-m", "coach", "serve", "--host", "0.0.0.0", "--port", str(port)]
    if request.param != "coach serve":
        command = [*STREAMLIT, str(ROOT / "app.py"), "--server.port", str(port)]
        command += ["--server.address", "0.0.0.0"]
    with running(command, tmp_path_factory.mktemp("team"), **OPEN_DOORS, **LOGIN) as server:
        ready = "https://coach.example" if request.param == "coach serve" else "URL: http"
        wait_for(server, ready)
        yield port


def test_where_people_sign_in_the_page_listens_elsewhere_and_answers_its_own_name(
    team: int,
) -> None:
    assert listening_addresses(team) == {"00000000"}
    status, headers = get(team, {"Host": "coach.example"})
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    foreign = ("evil.example", f"192.0.2.1:{team}", "coach.example.evil.example", "coach.example:1")
    assert {get(team, {"Host": name})[0] for name in foreign} == {403}
    own = {"Host": "coach.example", "Origin": "https://coach.example"}
    assert get(team, own)[0] == 200
    others = (*FOREIGN, "http://coach.example", "https://evil.example", "")
    refused = {get(team, {"Host": "coach.example", "Origin": origin})[0] for origin in others}
    assert refused == {403}


def test_only_its_own_page_may_talk_along_there_too(team: int) -> None:
    def talks(origin: str) -> int:
        return answers(
            team,
            f"GET /_stcore/stream HTTP/1.1\nHost: coach.example\nOrigin: {origin}\n"
            "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
            "Sec-WebSocket-Key: c3RpbGxlYmFsYW5zMTIzNA==\n\n",
        )

    assert talks("https://coach.example") == 101
    assert {talks(origin) for origin in (*FOREIGN, "http://coach.example")} == {403}


def test_a_link_of_an_invitation_is_answered_under_its_own_name_alone(team: int) -> None:
    def asks(name: str) -> int:
        return answers(
            team,
            f"GET /invitation?token=x HTTP/1.1\nHost: {name}\nSec-Fetch-Dest: document\n"
            "Sec-Fetch-Mode: navigate\nSec-Fetch-Site: cross-site\n\n",
        )

    assert asks("coach.example") == 303
    assert {asks("evil.example"), asks(f"192.0.2.1:{team}")} == {403}


def test_its_cookies_go_over_tls_alone(team: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", team)
    connection.request("GET", "/_stcore/health", headers={"Host": "coach.example"})
    cookies = connection.getresponse().headers.get_all("set-cookie") or []
    connection.close()
    assert cookies
    assert not [each for each in cookies if "; Secure" not in each]


def test_a_forged_callback_signs_nobody_in(team: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", team)
    forged = "/oauth2callback?code=x&state=y"
    connection.request("GET", forged, headers={"Host": "coach.example"})
    answer = connection.getresponse()
    cookies = " ".join(answer.headers.get_all("set-cookie") or [])
    connection.close()
    assert answer.status == 302
    assert "_streamlit_user=" not in cookies


@pytest.mark.parametrize("left_out", ["COACH_PUBLIC_URL", "COACH_LOGIN_CLIENT_SECRET"])
def test_half_a_login_opens_nothing_and_says_what_is_missing(left_out: str) -> None:
    half = {name: value for name, value in LOGIN.items() if name != left_out}
    done = subprocess.run(
        [sys.executable, "-m", "coach", "serve", "--host", "0.0.0.0"],
        env={**os.environ, **half},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert left_out in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_page_by_itself_is_no_server_for_people_who_sign_in(tmp_path: Path) -> None:
    """Without our guards nobody can sign in, so nobody is shown anything."""
    program = (
        "from coach.settings import load_settings; from coach.web.signing_in import can_sign_in;"
        "print(can_sign_in(load_settings()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, **LOGIN, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


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
