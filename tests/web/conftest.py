"""What every test of the page holds: nothing broke that nobody foresaw."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def nothing_broke(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail when the page told of an error that isn't one of ours."""
    yield
    broke = [each for each in caplog.get_records("call") if each.name == "coach.web.main"]
    assert not [each.getMessage() for each in broke]
