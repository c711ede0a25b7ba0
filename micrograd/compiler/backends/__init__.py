"""Which machine runs a plan: the best that starts here, and why those before it did not.

Offers `BACKENDS` (best first), `started` and `default_runtime`.
"""

import sys
from collections.abc import Callable

from ..plan import Plan
from .numpy import NumpyMachine
from .protocol import Machine
from .python import PrintedMachine
from .wasm.machine import WasmMachine
from .wasm.runtime import Runtime, Wasmtime
from .wasm.web import web_runtime

Capacity = tuple[int, int]  # rows, points at most
Starter = Callable[
    [Plan, Capacity, Runtime | None], Machine
]  # (plan, capacity, the runtime for WebAssembly or None) -> a machine


def default_runtime() -> Runtime:
    """What runs WebAssembly here: JavaScript's engine under Pyodide, wasmtime elsewhere. ImportError: nothing does."""
    return web_runtime() if sys.platform == "emscripten" else Wasmtime()


def start_wasm(plan: Plan, capacity: Capacity, runtime: Runtime | None, simd: bool = False) -> WasmMachine:
    """WebAssembly on the runtime given, or on the one there is; an error where there is none, or none with vectors."""
    runtime = runtime or default_runtime()
    if simd and not runtime.simd:
        raise RuntimeError("this engine has no vector instructions")
    return WasmMachine(plan, runtime, *capacity, simd=simd)


# {name: how it is started}, the quickest first: what `backend="…"` may be.
BACKENDS: dict[str, Starter] = {
    "WebAssembly SIMD": lambda plan, capacity, runtime: start_wasm(plan, capacity, runtime, simd=True),
    "WebAssembly": start_wasm,
    "NumPy": lambda plan, capacity, runtime: NumpyMachine(plan),
    "Python": lambda plan, capacity, runtime: PrintedMachine(plan),
}


def started(
    plan: Plan, capacity: Capacity, runtime: Runtime | None = None, backend: str | None = None
) -> tuple[Machine, dict[str, str]]:
    """(machine, declined): the machine for `backend`, or the first of BACKENDS that starts; {name: why it did not}.

    ValueError for an unknown backend; the error of one that was asked for is passed on.
    """
    if backend is not None and backend not in BACKENDS:
        raise ValueError(f"no backend {backend!r}: choose one of {', '.join(BACKENDS)}")
    declined: dict[str, str] = {}
    *others, last = BACKENDS if backend is None else [backend]
    for name in others:
        try:
            return BACKENDS[name](plan, capacity, runtime), declined
        except Exception as error:  # whatever a foreign engine raises: the next one may do
            declined[name] = f"{type(error).__name__}: {error}"
    return BACKENDS[last](plan, capacity, runtime), declined
