"""Which machine runs a plan: the best that starts here, and why those before it did not.

Offers `BACKENDS` (best first) and `started`.
"""

from .numpy import NumpyMachine
from .python import PrintedMachine
from .wasm.machine import WasmMachine
from .wasm.runtime import Wasmtime

BACKENDS = "WebAssembly SIMD", "WebAssembly", "NumPy", "Python"


def started(plan, capacity, runtime=None, backend=None):
    """(machine, declined): the machine for `backend`, or the first of BACKENDS that starts; {name: why it did not}.

    capacity: (rows, points) at most. ValueError for an unknown backend; the error of one that was asked for is passed
    on.
    """
    if backend is not None and backend not in BACKENDS:
        raise ValueError(f"no backend {backend!r}: choose one of {', '.join(BACKENDS)}")
    declined = {}
    for name in BACKENDS if backend is None else (backend,):
        try:
            return machine(name, plan, capacity, runtime), declined
        except Exception as error:  # whatever a foreign engine raises: the next one may do
            if backend is not None or name == BACKENDS[-1]:
                raise
            declined[name] = f"{type(error).__name__}: {error}"


def machine(name, plan, capacity, runtime):
    """One of them, or the error that it cannot start with."""
    if name == "NumPy":
        return NumpyMachine(plan)
    if name == "Python":
        return PrintedMachine(plan)
    runtime = runtime or Wasmtime()
    if name == "WebAssembly SIMD" and not runtime.simd:
        raise RuntimeError("this engine has no vector instructions")
    return WasmMachine(plan, runtime, *capacity, simd=name.endswith("SIMD"))
