"""Where the authored content lives: packaged in the wheel, else at the top of the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from coach.errors import ContentError

ContentName = Literal["knowledge", "prompts"]


def content_folder(name: ContentName) -> Path:
    """Return the folder that holds `name`; raise `ContentError` when it is in neither place."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_content" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise ContentError(
        f"The folder {name}/ isn't there, neither in the package nor beside it. "
        "Nothing was changed. Install the package again."
    )
