"""A reply being put together, part by part."""

from __future__ import annotations

from dataclasses import dataclass, field

from coach.dialogue.state import Citation


@dataclass
class Draft:
    """A reply being put together; blocks name the authored phrases it is made of."""

    parts: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def add(self, said: tuple[str, str] | None) -> bool:
        """Append a (block, text) pair; tell whether there was one."""
        if said is None:
            return False
        self.blocks.append(said[0])
        self.parts.append(said[1])
        return True
