"""The face of a program: choice of backend, checks, errors, listing."""

import random
import re
from importlib import import_module
from pathlib import Path

import pytest

from micrograd import MLP, Value
from micrograd.compiler import BACKENDS, PROBE, UnknownOp, compile_graph, compile_model
from micrograd.compiler.backends.wasm.runtime import Wasmtime
from micrograd.compiler.backends.wasm.text import text
from micrograd.data import xor
from micrograd.ops import OPS
from micrograd.optim import OPTIMIZERS
from micrograd.training.checkpoint import Checkpoint


class Without:
    """A runtime that lacks something."""

    def __init__(self, simd, loads):
        self.simd, self.loads = simd, loads
        self.real = Wasmtime() if loads else None

    def load(self, binary):
        if not self.loads:
            raise RuntimeError("no WebAssembly here")
        return self.real.load(binary)


@pytest.mark.parametrize(
    "simd, loads, chosen", [(True, True, "WebAssembly SIMD"), (False, True, "WebAssembly"), (True, False, "NumPy")]
)
def test_the_best_backend_that_works_is_chosen_and_named(simd, loads, chosen):
    import_module("numpy")
    import_module("wasmtime")
    program = compile_model(MLP(2, [2, 1]), rows=4, runtime=Without(simd, loads))
    assert program.backend == chosen
    assert list(program.declined) == list(BACKENDS)[: list(BACKENDS).index(chosen)]
    assert all(program.declined.values())


def test_plain_python_is_the_last_resort(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "numpy", None)
    monkeypatch.setitem(__import__("sys").modules, "wasmtime", None)
    program = compile_model(MLP(2, [2, 1]), rows=4)
    assert program.backend == "Python" and len(program.declined) == 3


def test_the_probe_is_a_valid_module():
    wasmtime = import_module("wasmtime")
    wasmtime.Module.validate(wasmtime.Engine(), PROBE)


def cosine(v):
    out = Value(0.5, (v,), "cos")
    out._backward = lambda: None
    return out


def false_tanh(v):
    out = Value(0.5, (v,), "tanh")

    def _backward():
        v.grad += 1.0

    out._backward = _backward
    return out


class Mine(Value):
    def tanh(self):
        out = Value(0.5, (self,), "tanh")

        def _backward():
            self.grad += 1.0

        out._backward = _backward
        return out


@pytest.mark.parametrize(
    "function, op",
    [
        (cosine, "cos"),
        (false_tanh, "tanh"),
        (lambda v: Mine(1.0).tanh(), "tanh"),
        (lambda v: Value(1.0, (v, v), "+"), "+"),
    ],
)
def test_an_operation_of_the_readers_own_is_refused_by_name(function, op):
    x, w = Value(1.0, label="x"), Value(2.0)
    mine = function(w * x)
    mine.label = "mine"
    with pytest.raises(UnknownOp, match="'" + op.replace("+", r"\+") + "'.* mine") as error:
        compile_graph(mine * 2, [w], [x], rows=1)
    assert error.value.op == op and "mine" in error.value.name


def test_bad_arguments_are_told(backend):
    program = compile_model(MLP(2, [2, 1]), rows=4, points=3, backend=backend)
    with pytest.raises(ValueError, match="rows 0 to 0"):
        program.step()
    with pytest.raises(ValueError, match="one column for each of x1, x2, y"):
        program.load([1.0], [2.0])
    with pytest.raises(ValueError, match="differ in length"):
        program.load([1.0], [2.0], [1.0, 1.0])
    with pytest.raises(ValueError, match="4 at most"):
        program.load(*[[1.0] * 5] * 3)
    with pytest.raises(ValueError, match="no points"):
        program.forward()
    with pytest.raises(ValueError, match="3 at most"):
        program.load_points([0.0] * 4, [0.0] * 4)
    program.load(*[[1.0] * 4] * 3)
    for bad in (0, 5), (2, 2), (3, 2), (-1, 2):
        if bad != (0, 5):
            with pytest.raises(ValueError, match="rows"):
                program.step(rows=bad)
    for bad in [[4]], [[-1]], [[]], [[0, 1], []], [], [[0] * 5]:
        with pytest.raises(ValueError):
            program.step(batches=bad)
    for bad in 0, -1, 1.5:
        with pytest.raises(ValueError, match="steps"):
            program.step(bad)
    with pytest.raises(ValueError, match="2 numbers for 9 parameters"):
        program.parameters = [1.0, 2.0]
    with pytest.raises(ValueError, match=f"no optimizer 'Newton': choose one of {', '.join(OPTIMIZERS)}"):
        program.optimizer = "Newton"
    with pytest.raises(ValueError, match="no backend"):
        compile_model(MLP(2, [2, 1]), rows=4, backend="GPU")


def test_every_line_of_the_listing_names_its_value_and_its_source():
    a, b, c, x = (Value(v, label=n) for v, n in ((2.0, "a"), (-3.0, "b"), (10.0, "c"), (1.0, "x")))
    d = a * x
    d.label = "d"
    root = (d + b) * c
    root.label = "L"
    lines = compile_graph(root, [a, b, c], [x], rows=2, backend="Python").listing()
    assert [line.text for line in lines if line.part != "update"] == [
        "d = a * x",
        "v5 = d + b",
        "L = v5 * c",
        "cost += L",
        "grad_L = seed",
        "grad_v5 = c * grad_L",
        "grad_c += v5 * grad_L",
        "grad_d = grad_v5",
        "grad_b += grad_v5",
        "grad_a += x * grad_d",
    ]
    by_text = {line.text: line for line in lines}
    assert by_text["grad_a += x * grad_d"].source == "self.grad += other.data * out.grad"
    assert by_text["grad_c += v5 * grad_L"].source == "other.grad += self.data * out.grad"
    assert by_text["d = a * x"].source.startswith("out = Value(self.data * other.data")
    assert (by_text["grad_b += grad_v5"].value, by_text["grad_b += grad_v5"].op) == ("v5", "+")
    for line in lines:
        if line.number:
            assert Path(line.file).read_text().splitlines()[line.number - 1].strip() == line.source
    assert "f64x2.mul" in by_text["grad_a += x * grad_d"].wat


@pytest.mark.parametrize("op", [op for op in OPS if OPS[op].method])
def test_every_operation_has_its_lines_in_the_engine(op):
    x, w = Value(0.5), Value(0.75)
    method = getattr(Value, OPS[op].method)
    out = method(w, x) if OPS[op].arity == 2 else method(w * x, *([3.0] if op == "**" else []))
    lines = compile_graph(out, [w], [x], rows=1, backend="Python").listing()
    mine = [line for line in lines if line.op == out._op and line.number]
    assert any(line.part == "forward" and "out = Value(" in line.source for line in mine)
    assert any(line.part == "backward" and ".grad +=" in line.source for line in mine)


def test_the_listings_instructions_are_those_of_the_module():
    import_module("wasmtime")
    random.seed(3)
    program = compile_model(MLP(2, [3, 1], activation="tanh"), "logistic", rows=4)
    module = text(program.machine.binary).split("$learn_2")[1].split("(func")[0]
    _, loop, _ = re.split("\n *loop\n|\n *local.get 0\n *i32.const 16\n", module)
    shown = [i for line in program.listing() if line.part in ("forward", "backward") for i in line.wat]
    assert sorted(shown) == sorted(line.strip() for line in loop.splitlines())


def test_the_source_is_what_runs(backend):
    program = compile_model(MLP(2, [2, 1]), rows=4, backend=backend)
    compile(program.source, "<test>", "exec")
    assert "l1n1 = relu(" in program.source and program.plan.parameters[0] == "l1n1w1"


def test_a_data_set_is_loaded_with_its_labels(backend):
    program = compile_model(MLP(2, [2, 1]), rows=10, backend=backend)
    program.load_data(xor(n=10))
    assert program.rows == 10 and 0 <= program.evaluate()[1] <= 1
    assert str(compile_graph(Value(1.0) * 2, [], [Value(1.0)], rows=1, backend=backend).plan.labeled) == "False"


def test_bad_pictures_are_told():
    import_module("wasmtime")
    program = compile_model(MLP(2, [2, 1]), rows=4, points=4)
    checkpoint = Checkpoint(0, 0.0, 0.0, tuple(program.parameters))
    for points in ([], []), ([0.0], [0.0]):
        with pytest.raises(ValueError, match=f"an even number of points, not {len(points[0])}"):
            program.pictures(checkpoint, bytes(4 * 257), points)
    with pytest.raises(ValueError, match="not 1024"):
        program.pictures(checkpoint, bytes(1024), ([0.0, 1.0], [0.0, 1.0]))


def test_outputs_may_be_anything(backend):
    """A constant, an input, a parameter, what depends on none of them, the same twice."""
    w, x = Value(3.0), Value(2.0)
    h = w * x
    outputs = [Value(7.0), x, w, w * w, h, h]
    program = compile_graph(h, [w], [x], outputs, rows=2, points=3, backend=backend)
    program.load_points([1.0, 2.0, 4.0])
    assert [list(column) for column in program.forward()] == [
        [7.0] * 3,
        [1.0, 2.0, 4.0],
        [3.0] * 3,
        [9.0] * 3,
        [3.0, 6.0, 12.0],
        [3.0, 6.0, 12.0],
    ]
