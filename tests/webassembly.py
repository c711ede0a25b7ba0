"""What runs WebAssembly in a test: JavaScript inside Pyodide, where nothing is missing, and wasmtime elsewhere."""

import sys

import pytest


def require_webassembly():
    """Skips the test where nothing runs WebAssembly, which inside Pyodide never happens."""
    if sys.platform != "emscripten":
        pytest.importorskip("wasmtime")
