"""WebAssembly in this tab: what micrograd.compiler needs to run its modules (see compiler/backends/wasm/runtime.py).

Offers `WebRuntime`; tab.py hands one to the pages.
"""

from typing import Any

import js
from pyodide.ffi import to_js

from micrograd.compiler import PROBE


class WebRuntime:
    """simd: does this browser take vector instructions?"""

    def __init__(self) -> None:
        self.simd = bool(js.WebAssembly.validate(to_js(PROBE)))

    def load(self, binary: bytes) -> "WebInstance":
        module = js.WebAssembly.Module.new(to_js(binary))
        return WebInstance(js.WebAssembly.Instance.new(module))


class WebInstance:
    """An instance, with two views of its memory. The memory never grows, so they stay valid."""

    def __init__(self, instance: Any) -> None:
        self.exports = instance.exports
        self.buffer = self.exports.memory.buffer
        self.bytes = js.Uint8Array.new(self.buffer)
        self.numbers = js.Float64Array.new(self.buffer)
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
            self.views[address, count] = js.Uint8ClampedArray.new(self.buffer, address, count)
        return self.views[address, count]
