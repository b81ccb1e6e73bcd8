"""What ships for a server fits together: what it installs, what it sets, and on which ports."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import yaml

from coach.settings import Settings
from tests.browser.serving import ROOT

DEPLOY = ROOT / "deploy"
# A setting of coach.env.example, and the extra without which a server that has it doesn't start.
NEEDS = {"COACH_DATABASE_URL": "postgresql", "COACH_LOGIN_METADATA_URL": "login"}
KNOWN = {f"COACH_{name.upper()}" for name in Settings.model_fields}


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text("compose.yaml"))
    return found


def extras() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return set(project["project"]["optional-dependencies"])


def installed() -> set[str]:
    """Return the extras that the Dockerfile installs."""
    (named,) = re.findall(r"pip install .*'/source\[([^\]]+)\]'", text("Dockerfile"))
    return {each.strip() for each in named.split(",")}


def set_by(name: str) -> set[str]:
    """Return the settings that a file of deploy/ sets, those behind a # among them."""
    return set(re.findall(r"(?:^#?|[\s=])(COACH_[A-Z_]+)[=:]", text(name), re.M))


def test_the_image_has_what_the_example_settings_need() -> None:
    assert set(NEEDS) <= set_by("coach.env.example")
    assert set(NEEDS.values()) <= installed() <= extras()


@pytest.mark.parametrize("name", ["README.md", "docs/scaling.md"])
def test_every_extra_somebody_is_told_to_install_is_there(name: str) -> None:
    told = re.findall(r"stille-balans\[([^\]]+)\]", (ROOT / name).read_text(encoding="utf-8"))
    assert {part.strip() for each in told for part in each.split(",")} <= extras()


@pytest.mark.parametrize(
    "name",
    [
        "compose.yaml", "coach.env.example", "stille-balans@.service",
        "stille-balans-backup.service",
    ],
)
def test_every_setting_that_is_set_is_one(name: str) -> None:
    assert set_by(name)
    assert set_by(name) <= KNOWN


def test_every_server_of_compose_is_the_image_with_the_settings_of_the_example() -> None:
    servers = {name: one for name, one in compose()["services"].items() if "build" in one}
    assert len(servers) == 2
    for one in servers.values():
        assert (DEPLOY / one["build"]["context"] / one["build"]["dockerfile"]).is_file()
        assert one["env_file"] == "coach.env"  # which the example becomes
        assert one["restart"] == "unless-stopped"
        assert one["environment"]["COACH_DATA_DIR"] == "/data"
    ports = {one["environment"]["COACH_PORT"] for one in servers.values()}
    assert ports == set(re.findall(r"server 127\.0\.0\.1:(\d+)", text("nginx.conf")))


def test_every_file_that_compose_brings_in_is_there_or_the_operators_own() -> None:
    volumes = compose()["services"]["nginx"]["volumes"]
    brought = {each.split(":")[0].removeprefix("./") for each in volumes}
    assert {each for each in brought if not (DEPLOY / each).exists()} == {"certificates", "keys"}


def test_no_restart_of_one_takes_the_network_of_the_others_along() -> None:
    services = compose()["services"]
    holder = services.pop("network")
    assert {one["network_mode"] for one in services.values()} == {"service:network"}
    # It has nothing that could change or end: no configuration, no image of ours.
    assert holder["command"] == ["sleep", "infinity"]
    assert not {"build", "volumes", "env_file", "environment"} & set(holder)
    assert holder["restart"] == "unless-stopped"


def test_no_log_of_a_container_grows_for_ever() -> None:
    services = compose()["services"]
    for name in set(services) - {"network"}:  # which says nothing
        assert services[name]["logging"]["options"] == {"max-size": "10m", "max-file": "5"}
    (log,) = set(re.findall(r"access_log (\S+) ", text("nginx.conf")))
    assert f"ln -sf /dev/stdout {log} " in services["nginx"]["command"][-1]


@pytest.mark.parametrize("name", ["stille-balans@.service", "stille-balans-backup.service"])
def test_every_command_of_a_unit_is_one(name: str) -> None:
    from typer.main import get_command

    from coach.cli import app

    (command,) = re.findall(r"^ExecStart=.*?/coach ((?:[a-z-]+ ?)+)", text(name), re.M)
    found: Any = get_command(app)
    for word in command.split():
        found = found.commands[word]
