"""Where a module runs. The compiler makes bytes; something outside it must make them run.

A runtime is any object with

    simd                a bool: does it take modules with vector instructions? (ask it to validate PROBE)
    load(binary)        an instance of the module; any exception means that it cannot

and an instance one with

    call(name, *arguments)          call an exported function (arguments are ints and floats; ours return nothing)
    read(address, count, kind)      a copy of `count` numbers, as something that indexes and slices: kind 'd' is f64,
                                    'B' bytes
    write(address, data)            put bytes (or array, memoryview) there
    pixels(address, count)          the bytes there, in the form in which they are shown

Here is the one for CPython; web.py has the one for Pyodide.

Offers `Runtime`, `Instance`, `Wasmtime` and `PROBE`.
"""

from typing import Any, Protocol

from .encode import V128, Function, assemble, module

# The smallest module with a vector instruction: an engine that validates it has them.
PROBE = module([Function("probe", (), (V128,), (), assemble("f64x2.const", 0.0))], (), 0)


class Instance(Protocol):
    def call(self, name: str, *arguments: float) -> None: ...

    def read(self, address: int, count: int, kind: str = "d") -> Any: ...

    def write(self, address: int, data: Any) -> None: ...

    def pixels(self, address: int, count: int) -> Any: ...


class Runtime(Protocol):
    @property
    def simd(self) -> bool: ...

    def load(self, binary: bytes) -> Instance: ...


class Wasmtime:
    """Runs modules with wasmtime-py (`pip install "micrograd-in-motion[wasm]"`). ImportError where that is missing."""

    simd = True

    def __init__(self) -> None:
        import wasmtime

        self.engine: Any = wasmtime.Engine()

    def load(self, binary: bytes) -> Instance:
        return WasmtimeInstance(self.engine, binary)


class WasmtimeInstance:
    def __init__(self, engine: Any, binary: bytes) -> None:
        import wasmtime

        self.store: Any = wasmtime.Store(engine)
        exports: Any = wasmtime.Instance(self.store, wasmtime.Module(engine, binary), []).exports(self.store)
        self.exports = exports
        self.memory = exports["memory"]

    def call(self, name: str, *arguments: float) -> None:
        self.exports[name](self.store, *arguments)

    def read(self, address: int, count: int, kind: str = "d") -> Any:
        size = 8 if kind == "d" else 1
        return memoryview(self.memory.read(self.store, address, address + size * count)).cast(
            "d" if kind == "d" else "B"
        )

    def write(self, address: int, data: Any) -> None:
        self.memory.write(self.store, bytes(data), address)

    def pixels(self, address: int, count: int) -> Any:
        return bytes(self.read(address, count, "B"))
