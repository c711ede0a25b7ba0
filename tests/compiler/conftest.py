"""What the tests of the compiler share: the backends, and the engine as the reference."""

import sys
from importlib import import_module

import pytest

from micrograd import Value
from micrograd.compiler import BACKENDS


@pytest.fixture(params=BACKENDS)
def backend(request):
    """Each backend in turn; a missing package is an error, not a skip."""
    if request.param.startswith("WebAssembly") and sys.platform != "emscripten":  # there JavaScript runs it
        import_module("wasmtime")
    if request.param == "NumPy":
        import_module("numpy")
    return request.param


@pytest.fixture
def engine():
    """engine(function, parameters, rows) -> (loss, gradients, size), by the object graph.

    function    (parameters, inputs), lists of Values, -> the cost of one sample, a Value
    loss        the mean cost over the rows; gradients: of that; size: the largest gradient on the way, and at least 1
    """

    def run(function, parameters, rows):
        parameters = [Value(p) for p in parameters]
        loss, size = 0.0, 1.0
        for row in rows:
            cost = function(parameters, [Value(x) for x in row])
            before = [p.grad for p in parameters]
            cost.backward()
            loss += cost.data
            size = max(size, abs(cost.data), *(abs(p.grad - b) for p, b in zip(parameters, before)))
        n = len(rows)
        return loss / n, [p.grad / n for p in parameters], size

    return run
