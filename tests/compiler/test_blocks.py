"""Long loops cut into blocks: the same statements in the same order, and the same numbers to the last bit."""

import random
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value
from micrograd.compiler import compile_graph, compile_model
from micrograd.compiler.backends.wasm import blocks as cutting
from micrograd.compiler.backends.wasm.blocks import TILE, blocks, crossing
from micrograd.compiler.backends.wasm.text import text
from micrograd.data import moons

import_module("wasmtime")
WASM = "WebAssembly SIMD", "WebAssembly"
ROWS = 2 * TILE + 5

statements = st.lists(
    st.tuples(st.sampled_from(["set", "sum"]), st.lists(st.integers(0, 9), min_size=1, max_size=5)), max_size=30
)


@given(statements, st.integers(1, 20))
def test_no_statement_is_lost_or_moved_and_no_block_is_too_long(drawn, longest):
    listed = [(kind, 10 + n, items) for n, (kind, items) in enumerate(drawn)]
    cut = blocks(listed, longest)
    assert [statement for block in cut for statement in block] == listed
    for block in cut:
        assert len(block) <= 1 or sum(len(items) + 1 for _, _, items in block) <= longest


@given(st.data())
def test_what_crosses_is_what_one_block_sets_and_another_reads(data):
    listed, known = [], [0]
    for n in range(1, data.draw(st.integers(1, 15))):
        listed.append(("set", n, data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=3))))
        known.append(n)
    cut = blocks(listed, 6)
    home = {target: k for k, block in enumerate(cut) for _, target, _ in block}
    read = {(item, k) for k, block in enumerate(cut) for _, _, items in block for item in items}
    assert set(crossing(cut)) == {item for item, k in read if item in home and home[item] != k}


def made(monkeypatch, longest, backend, rows=ROWS):
    """The same network each time, its loops cut at `longest`, with points on which to forward."""
    monkeypatch.setattr(cutting.blocks, "__defaults__", (longest,))
    random.seed(5)
    program = compile_model(
        MLP(2, [6, 5, 1], activation="tanh"), "logistic", rows=rows, points=2 * TILE, backend=backend
    )
    program.load_data(moons(n=rows))
    program.load_points(*zip(*moons(n=2 * TILE, seed=3).points))
    return program


@pytest.mark.parametrize("backend", WASM)
@pytest.mark.parametrize("longest", [1, 40, 150])
def test_cut_or_whole_the_numbers_are_the_same_to_the_last_bit(monkeypatch, backend, longest):
    whole, cut = made(monkeypatch, 10**6, backend), made(monkeypatch, longest, backend)
    assert "part1" in text(cut.machine.binary) and "part1" not in text(whole.machine.binary)
    for rows in (0, 1), (0, 2), (3, TILE + 2), (1, TILE + 2), (0, 2 * TILE), (0, ROWS):
        (loss, gradients), (same_loss, same) = whole.gradient(rows), cut.gradient(rows)
        assert (loss, list(gradients)) == (same_loss, list(same))
        assert whole.evaluate(rows) == cut.evaluate(rows)
    assert [list(column) for column in whole.forward()] == [list(column) for column in cut.forward()]
    batches = [[4, 9, 2], [7, 7, 1]]
    assert list(whole.step(batches=batches)) == list(cut.step(batches=batches))
    assert list(whole.parameters) == list(cut.parameters)


@pytest.mark.parametrize("backend", WASM)
def test_a_network_that_is_cut_by_itself_has_numpy_s_gradients(backend):
    random.seed(5)
    model = MLP(2, [24, 20, 1])
    cut, reference = (compile_model(model, rows=ROWS, backend=name) for name in (backend, "NumPy"))
    assert "$learn_" in text(cut.machine.binary) and "part2" in text(cut.machine.binary)
    for program in cut, reference:
        program.load_data(moons(n=ROWS))
    assert cut.gradient()[0] == pytest.approx(reference.gradient()[0], rel=1e-12)
    assert list(cut.gradient()[1]) == pytest.approx(list(reference.gradient()[1]), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("backend", WASM)
def test_outputs_that_are_inputs_or_the_same_for_all_samples_are_there_in_every_cut(monkeypatch, backend):
    monkeypatch.setattr(cutting.blocks, "__defaults__", (1,))
    w, x = Value(3.0), Value(2.0)
    h = (w * x).tanh()
    outputs = [x, w * w, h, h * x + h, h]
    program = compile_graph(outputs[-2], [w], [x], outputs, rows=2, points=4, backend=backend)
    program.load_points([1.0, 2.0, 4.0, 0.5])
    columns = [list(column) for column in program.forward()]
    assert columns[0] == [1.0, 2.0, 4.0, 0.5] and columns[1] == [9.0] * 4
    for x, h, made, again in zip(columns[0], *columns[2:]):
        assert (made, again) == (pytest.approx(h * x + h, rel=1e-12), h)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 7), min_size=1, max_size=3))
def test_the_listing_of_a_cut_loop_has_all_its_instructions(hidden):
    random.seed(2)
    before = cutting.blocks.__defaults__
    cutting.blocks.__defaults__ = (30,)
    try:
        program = compile_model(MLP(2, [*hidden, 1]), rows=4, backend=WASM[0])
        shown = [i for line in program.listing() if line.part in ("forward", "backward") for i in line.wat]
        bodies = [part.split("(func")[0] for part in text(program.machine.binary).split("$learn_2")[1:]]
    finally:
        cutting.blocks.__defaults__ = before
    inside = [i.strip() for body in bodies if "loop" in body and "call $learn_2" not in body for i in body.splitlines()]
    counted = {op: sum(i.startswith(op) for i in inside) for op in ("f64x2.mul", "f64x2.add", "v128.store")}
    assert {op: sum(i.startswith(op) for i in shown) for op in counted} == counted
