"""The real parts a turn leans on, loaded once: embedder, screen and the library's search."""

from __future__ import annotations

import pytest

from coach.dialogue.tools import Tools, load_tools
from coach.settings import Settings


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """Return the bundled embedder, the screen and a search over the shipped library."""
    return load_tools(Settings(data_dir=tmp_path_factory.mktemp("dialogue")))
