"""What was found in a text before: a talk sends its history anew with every turn.

It is kept under a hash with a key of this process, as places in the text alone. So nothing that
anybody wrote stays in memory here, also after they erased it.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable

from coach.models.shield_numbers import Span

MOST = 20_000  # texts of which it is kept; some 5 MB
_KEY = os.urandom(32)
_found: OrderedDict[bytes, tuple[Span, ...]] = OrderedDict()
_lock = threading.Lock()


def found_once(asked: tuple[object, ...], find: Callable[[], list[Span]]) -> list[Span]:
    """Return what `find` gives, found once for the same `asked`: all that it depends on."""
    name = hashlib.blake2b(repr(asked).encode("utf-8", "replace"), digest_size=16, key=_KEY).digest()
    with _lock:
        known = _found.get(name)
        if known is not None:
            _found.move_to_end(name)
            return list(known)
    spans = find()
    with _lock:
        _found[name] = tuple(spans)
        if len(_found) > MOST:
            _found.popitem(last=False)
    return spans
