"""WebAssembly inside Pyodide, to be run there: it is what trains, on JavaScript's own engine and with nothing installed."""

import random

import pytest

from micrograd import MLP, train
from micrograd.compiler import BACKENDS, compile_model
from micrograd.compiler.backends.wasm import web
from micrograd.data import moons
from micrograd.training import compiled


def model():
    random.seed(3)
    return MLP(2, [8, 8, 1])


def test_it_is_chosen_by_itself_and_no_runtime_is_brought():
    program = compile_model(model(), rows=100)
    assert (program.backend, program.declined) == (next(iter(BACKENDS)), {})


def test_train_uses_it_and_says_what_the_graph_itself_says(monkeypatch):
    used, make = [], compiled.compile_model

    def noting(*given, **named):
        used.append(make(*given, **named))
        return used[-1]

    monkeypatch.setattr(compiled, "compile_model", noting)
    by_program, by_graph = model(), model()
    losses = train(by_program, moons(30), steps=5)
    assert [program.backend for program in used] == ["WebAssembly SIMD"]
    points = list(zip(moons(30).points, moons(30).labels, strict=True))
    for _ in range(5):
        total = sum((1 - y * by_graph(x)).relu() for x, y in points) / 30
        loss = total + 1e-4 * sum(p * p for p in by_graph.parameters())
        by_graph.zero_grad()
        loss.backward()
        assert losses.pop(0) == pytest.approx(loss.data, rel=1e-9)
        for p in by_graph.parameters():
            p.data -= 0.1 * p.grad
    assert [p.data for p in by_program.parameters()] == pytest.approx([p.data for p in by_graph.parameters()])


def test_an_engine_without_vectors_or_without_webassembly_is_done_without(monkeypatch):
    runtime = web.WebRuntime()
    runtime.simd = False
    assert compile_model(model(), rows=10, runtime=runtime).backend == "WebAssembly"
    monkeypatch.setattr(web.WebRuntime, "load", lambda self, binary: 1 / 0)
    program = compile_model(model(), rows=10)
    assert program.backend == "NumPy" and "ZeroDivisionError" in program.declined["WebAssembly"]


def test_thousands_of_programs_one_after_the_other_are_freed():
    """Each has an address space of its own: an engine has room for some hundreds at once."""
    for _ in range(2000):
        assert compile_model(MLP(2, [1]), rows=2).backend == "WebAssembly SIMD"
