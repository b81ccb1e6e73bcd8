"""The tests reach nothing but loopback, and a missing Chromium is told plainly."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).parents[2]


@pytest.mark.filterwarnings("ignore::UserWarning")  # it warns and then refuses
def test_no_test_can_reach_another_machine() -> None:
    with socket.socket() as reaching, pytest.raises(SocketConnectBlockedError):
        reaching.connect(("192.0.2.1", 80))


def test_loopback_can_be_reached() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        socket.create_connection(server.getsockname()).close()


def test_a_missing_chromium_is_told_with_what_to_install() -> None:
    nothing_installed = {"PATH": ""}
    find = subprocess.run(
        ["/bin/sh", ROOT / "tools/find-chromium"],
        env=nothing_installed,
        capture_output=True,
        check=False,
    )
    install = subprocess.run(
        ["/bin/sh", ROOT / "tools/install-chromium"],
        env=nothing_installed,
        capture_output=True,
        text=True,
        check=False,
    )
    if find.returncode == 0:  # an application folder, as on macOS, needs no PATH
        return
    assert install.returncode == 1
    assert "apt-get install chromium" in install.stderr


def test_a_missing_spelling_checker_is_told_with_what_to_install() -> None:
    find, install = (
        subprocess.run(
            ["/bin/sh", ROOT / f"tools/{tool}-hunspell"],
            env={"PATH": ""}, capture_output=True, text=True, check=False,
        )
        for tool in ("find", "install")
    )
    assert find.returncode == 1
    assert install.returncode == 1
    assert "apt-get install hunspell hunspell-nl hunspell-en-gb" in install.stderr


@pytest.mark.parametrize(
    ("tool", "package"), [("postgresql", "postgresql"), ("nginx", "nginx-light")]
)
def test_a_missing_server_is_told_with_what_to_install(tool: str, package: str) -> None:
    install = subprocess.run(
        ["/bin/sh", ROOT / f"tools/install-{tool}"],
        env={"PATH": ""}, capture_output=True, text=True, check=False,
    )
    assert install.returncode == 1
    assert f"apt-get install {package}" in install.stderr


def test_a_missing_libreoffice_is_told_with_what_to_install() -> None:
    find, install = (
        subprocess.run(
            ["/bin/sh", ROOT / f"tools/{tool}-libreoffice"],
            env={"PATH": ""}, capture_output=True, text=True, check=False,
        )
        for tool in ("find", "install")
    )  # fmt: skip
    if find.returncode == 0:  # an application folder, as on macOS, needs no PATH
        return
    assert install.returncode == 1
    assert "--no-install-recommends libreoffice-writer" in install.stderr


def test_ci_runs_what_a_developer_runs() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert lines == ["#!/usr/bin/env bash", "exec make test"]
