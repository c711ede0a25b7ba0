"""The emitted module: valid, the same every time, within its memory, and with mathematics that is exact."""

import math
import random
import shutil
import struct
import subprocess
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value, scalar
from micrograd.compiler import BACKENDS, compile_graph, compile_model
from micrograd.compiler.backends.wasm.blocks import blocks
from micrograd.compiler.backends.wasm.encode import I32, Function, assemble, module, signed, unsigned
from micrograd.compiler.backends.wasm.lanes import SCALAR, VECTOR
from micrograd.compiler.backends.wasm.loops import operations
from micrograd.compiler.backends.wasm.text import text
from micrograd.compiler.painting import pixels
from micrograd.data import moons
from micrograd.nn import ACTIVATIONS
from micrograd.ops import OPS, methods
from micrograd.optim import OPTIMIZERS
from micrograd.training.checkpoint import Checkpoint

wasmtime = import_module("wasmtime")
WASM = "WebAssembly SIMD", "WebAssembly"


def program(simd=True, sizes=(5, 4, 1), rows=11, points=9, activation="tanh", loss="logistic"):
    random.seed(7)
    made = compile_model(
        MLP(2, list(sizes), activation=activation), loss, rows=rows, points=points, backend=WASM[not simd]
    )
    made.load_data(moons(n=rows))
    return made


@pytest.mark.parametrize("simd", [True, False])
def test_the_same_graph_gives_the_same_bytes(simd):
    assert program(simd).machine.binary == program(simd).machine.binary


@pytest.mark.parametrize("simd", [True, False])
@pytest.mark.parametrize("sizes", [(1,), (2, 1), (16, 16, 1)])
def test_engines_validate_the_module(simd, sizes, tmp_path):
    binary = program(simd, sizes).machine.binary
    wasmtime.Module.validate(wasmtime.Engine(), binary)
    node = shutil.which("node")
    if node:
        path = tmp_path / "module.wasm"
        path.write_bytes(binary)
        said = subprocess.run(
            [node, "-p", f'WebAssembly.validate(require("fs").readFileSync({str(path)!r}))'],
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout.strip() == "true"


def test_the_scalar_module_has_no_vectors():
    assert "x2" not in text(program(False).machine.binary) and "v128" not in text(program(False).machine.binary)
    assert "f64x2.mul" in text(program(True).machine.binary)


@pytest.mark.parametrize("simd", [True, False])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_text_of_the_module_means_the_module(simd, activation):
    """An independent assembler reads it, and the result computes the same numbers."""
    made = program(simd, activation=activation)
    again = wasmtime.wat2wasm(text(made.machine.binary))
    instance = made.machine.instance.__class__(wasmtime.Engine(), bytes(again))
    for name in ("settings", "parameters", "table"):
        address, size = made.machine.layout.sections[name]
        instance.write(address, made.machine.read(address, size, "B"))
    instance.call("gradient", 0, 11)
    made.machine.call("gradient", 0, 11)
    address, size = made.machine.layout.sections["sums"]
    assert instance.read(address, size, "B").tobytes() == made.machine.read(address, size, "B").tobytes()


@pytest.mark.parametrize("simd", [True, False])
@pytest.mark.parametrize("sizes", [(3, 1), (2, 2, 1)])  # odd and even numbers of parameters
@pytest.mark.parametrize("longest", [1, 1500])  # loops cut into blocks, and whole
def test_the_module_keeps_to_its_memory_map(monkeypatch, simd, sizes, longest):
    """Between and after the sections lie numbers that are nan: none changes, and none gets into a result."""
    monkeypatch.setattr(blocks, "__defaults__", (longest,))
    made = program(simd, sizes, rows=11, points=9)
    assert ("part1" in text(made.machine.binary)) == (longest == 1)
    layout, instance = made.machine.layout, made.machine.instance
    inside = sorted(layout.sections.values())
    gaps, end = [], 0
    for address, size in [*inside, (layout.pages * 65536, 0)]:
        gaps.append((end, address))
        end = address + size
    canary = struct.pack("<Q", 0x7FF8DEAD_BEEFCAFE)
    for start, stop in gaps:
        first = -start % 8
        instance.write(start, (canary * ((stop - start) // 8 + 2))[8 - first :][: stop - start])
    before = [bytes(instance.read(start, stop - start, "B")) for start, stop in gaps]
    assert all(stop - start >= 48 for start, stop in gaps)
    eight = ([0.5] * 8,) * 2
    results = []
    for optimizer in OPTIMIZERS:
        made.optimizer, made.l2 = optimizer, 0.01
        made.restore()
        for rows in (0, 11), (10, 11), (3, 6):
            results += made.step(2, rows=rows)
        results += made.step(batches=[[10, 0, 3], [5, 5, 10]])
        results += made.step(batches=[list(range(11))])
        results += made.evaluate() + made.evaluate((10, 11)) + tuple(made.gradient()[1])
        made.pictures(Checkpoint(0, 0.0, 0.0, tuple(made.parameters)), bytes(4 * 257), eight)
        made.load_points(*[[0.5] * 9] * 2)
        results += [x for column in made.forward() for x in column]
        results += made.parameters
    assert all(map(math.isfinite, results))
    assert [bytes(instance.read(start, stop - start, "B")) for start, stop in gaps] == before


def test_sections_do_not_overlap_and_are_aligned():
    for rows, points in (1, 0), (11, 9), (100, 1000):
        layout = program(rows=rows, points=points).machine.layout
        end = 0
        for address, size in layout.sections.values():
            assert address >= end + 48 and address % 16 == 0
            end = address + size
        assert end <= layout.size <= layout.pages * 65536


PALETTE = b"".join(bytes((n % 256, n // 256, 7, 255)) for n in range(257))


@pytest.mark.parametrize("backend", BACKENDS)
def test_numbers_are_painted_in_the_colors_of_the_palette(backend):
    x = Value(1.0, label="x")
    out = x * 1.0 + 0.0 * x
    made = compile_graph(out, [], [x], [out], rows=1, points=8, backend=backend)
    points = ([-math.inf, -2.0, -1.0, 0.0, 0.5, 1.0, 9.0, math.nan],)
    painted = bytes(made.pictures(Checkpoint(0, 0.0, 0.0, ()), PALETTE, points, limit=2.0))
    colors = [painted[i] + 256 * painted[i + 1] for i in range(0, len(painted), 4)]
    # 0 * inf is nan
    assert colors == [256, 0, 64, 128, 159, 191, 255, 256] and len(painted) == 32


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_pictures_of_all_outputs_come_one_after_another_and_are_the_checkpoint_s(backend):
    model = MLP(2, [3, 2, 1])
    made = compile_model(model, rows=1, points=6, backend=backend)
    points = ([-1.0, 0.0, 0.5, 1.0, 2.0, -3.0], [0.3] * 6)
    checkpoint = Checkpoint(0, 0.0, 0.0, tuple(float(p.data) + 0.25 for p in model.parameters()))
    painted = bytes(made.pictures(checkpoint, PALETTE, points, 1.5))
    made.parameters = checkpoint.parameters
    assert painted == pixels(made.forward(), PALETTE, 1.5)


# The mathematics, tried on numbers of every size.

REFERENCE = {op.name: op.function for op in methods().values()}
REFERENCE |= {
    f"**{k!r}": (lambda k: lambda x: scalar.power(x, k))(k)
    for k in (
        2.0,
        3.0,
        7.0,
        64.0,
        65.0,
        101.0,
        1e3,
        -1.0,
        -2.0,
        -5.0,
        -66.0,
        0.5,
        -0.5,
        1.5,
        -2.25,
        1 / 3,
        math.inf,
        -math.inf,
        math.nan,
    )
}


@pytest.fixture(scope="module")
def evaluator():
    """evaluator(op, lanes, [x, y]) -> [f(x), f(y)], by a module with all functions."""
    functions, instructions = operations(REFERENCE, (SCALAR, VECTOR))
    exports = []
    for lanes in SCALAR, VECTOR:
        for op in REFERENCE:
            code = b"".join(
                lanes.code("i32.const", at, "i32.const", at, "T.load", 0, instructions[lanes.width][op], "T.store", 0)
                for at in range(0, 16, 8 * lanes.width)
            )
            functions.append(Function(f"try {op} {lanes.width}", (), (), (), code))
            exports.append(functions[-1].name)
    instance = Wasm(module(functions, exports, 1))

    def run(op, lanes, numbers):
        instance.memory.write(instance.store, struct.pack("<dd", *numbers), 0)
        instance.exports[f"try {op} {lanes.width}"](instance.store)
        return struct.unpack("<dd", instance.memory.read(instance.store, 0, 16))

    return run


class Wasm:
    def __init__(self, binary):
        engine = wasmtime.Engine()
        self.store = wasmtime.Store(engine)
        self.exports = wasmtime.Instance(self.store, wasmtime.Module(engine, binary), []).exports(self.store)
        self.memory = self.exports["memory"]


EDGES = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    5e-324,
    2.2e-308,
    1e-300,
    1e300,
    1.7976931348623157e308,
    709.78,
    709.79,
    -745.13,
    -746.0,
    0.34657,
    -0.34658,
    0.70710678,
    0.7071068,
    1.41421356,
    1.4142136,
    1 - 2**-53,
    1 + 2**-52,
    math.inf,
    -math.inf,
    math.nan,
    19.06,
    -22.0,
    1e-9,
    -1e-9,
    2.0,
    -2.0,
    -8.0,
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(EDGES), st.floats(), st.floats(-40, 40), st.floats(0.5, 2)), min_size=2, max_size=2
    )
)
def test_mathematics_is_exact_to_twelve_digits(evaluator, numbers):
    for op, reference in REFERENCE.items():
        for lanes in SCALAR, VECTOR:
            for x, y in zip(numbers, evaluator(op, lanes, numbers)):
                if op.startswith("**") and x < 0 and float(op[2:]) % 1 > 0:
                    continue  # the engine turns it away before it gets here
                if op.startswith("**-") and x == 0:
                    continue  # likewise; -0.0 gives -inf as IEEE 754 has it
                if 1.79e308 < abs(reference(x)) < math.inf:
                    continue  # the last digits decide between the largest number and inf
                lost = 4e-15 if op in ("sin", "cos") else 1e-305  # near 0, of the angles beyond a million quarter turns
                assert y == pytest.approx(reference(x), rel=1e-12, abs=lost, nan_ok=True), (op, x)


@pytest.mark.parametrize("op", [op.name for op in methods().values()])
def test_mathematics_is_exact_to_fifteen_digits_where_it_is_used(evaluator, op):
    rng = random.Random(0)
    for _ in range(2000):
        x = rng.choice((rng.uniform(-30, 30), rng.uniform(-1, 1), rng.gauss(0, 1e-4)))
        x = abs(x) if OPS[op].domain else x
        assert evaluator(op, VECTOR, [x, x])[1] == pytest.approx(REFERENCE[op](x), rel=2e-15)


# The encoder.


@given(st.integers(0, 2**32 - 1))
def test_unsigned_numbers_are_read_back(n):
    total = sum((byte & 127) << 7 * i for i, byte in enumerate(unsigned(n)))
    assert total == n and all(byte > 127 for byte in unsigned(n)[:-1]) and unsigned(n)[-1] < 128


@given(st.integers(-(2**63), 2**63 - 1))
def test_signed_numbers_are_read_back(n):
    data = signed(n)
    total = sum((byte & 127) << 7 * i for i, byte in enumerate(data))
    assert (total - (1 << 7 * len(data)) if data[-1] & 64 else total) == n


def test_functions_take_and_give_what_they_say():
    add = Function("add", (I32, I32), (I32,), (), assemble("local.get", 0, "local.get", 1, "i32.add"))
    instance = Wasm(module([add], ["add"], 1))
    assert instance.exports["add"](instance.store, 40, 2) == 42
