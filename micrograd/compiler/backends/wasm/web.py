"""WebAssembly under Pyodide: in a page, in its worker, in JupyterLite, under Node. JavaScript's engine runs the module.

This is the only module of the package that knows JavaScript, and it imports it when a runtime is made, not before: so
it can be imported, and be part of a memory snapshot, where there is none. A runtime keeps the few constructors that it
needs and nothing through which one would reach the page or the network (`js` itself would be such a thing). Whoever
closes that door for the programs of others calls `web_runtime()` first, and afterwards needs no import any more.

Offers `WebRuntime`, and `web_runtime()`, the one that all programs share.
"""

from functools import cache
from typing import Any

from .runtime import PROBE


@cache
def web_runtime() -> "WebRuntime":
    """The runtime that all programs share. ImportError where there is no JavaScript."""
    return WebRuntime()


class WebRuntime:
    """simd: does this engine take vector instructions?"""

    def __init__(self) -> None:
        import js

        self.module, self.instance = js.WebAssembly.Module, js.WebAssembly.Instance
        self.arrays = js.Uint8Array, js.Float64Array, js.Uint8ClampedArray
        self.simd = bool(js.WebAssembly.validate(self.array_of(PROBE)))

    def array_of(self, binary: bytes) -> Any:
        """These bytes in JavaScript."""
        array = self.arrays[0].new(len(binary))
        array.assign(binary)
        return array

    def load(self, binary: bytes) -> "WebInstance":
        module = self.module.new(self.array_of(binary))
        return WebInstance(self.instance.new(module), *self.arrays)


class WebInstance:
    """An instance, with two views of its memory. The memory never grows, so they stay valid."""

    def __init__(self, instance: Any, of_bytes: Any, of_numbers: Any, of_pixels: Any) -> None:
        self.exports = instance.exports
        self.buffer = self.exports.memory.buffer
        self.bytes, self.numbers = of_bytes.new(self.buffer), of_numbers.new(self.buffer)
        self.of_pixels = of_pixels
        self.functions: dict[str, Any] = {}
        self.views: dict[tuple[int, int], Any] = {}

    def call(self, name: str, *arguments: Any) -> None:
        function = self.functions.get(name)
        if function is None:
            function = self.functions[name] = getattr(self.exports, name)
        function(*arguments)

    def read(self, address: int, count: int, kind: str = "d") -> memoryview:
        found: memoryview
        if kind == "d":
            found = self.numbers.subarray(address // 8, address // 8 + count).to_memoryview()
        else:
            found = self.bytes.subarray(address, address + count).to_memoryview()
        return found

    def write(self, address: int, data: Any) -> None:
        view = memoryview(data).cast("B")
        if view.nbytes:
            self.bytes.subarray(address, address + view.nbytes).assign(view)

    def pixels(self, address: int, count: int) -> Any:
        """The bytes there as a Uint8ClampedArray, for an ImageData: a view, nothing is copied.

        It stays the same object.
        """
        if (address, count) not in self.views:
            self.views[address, count] = self.of_pixels.new(self.buffer, address, count)
        return self.views[address, count]
