"""What trains answers for the checkpoint that it is given, whatever it was asked before; and it is told things once."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP
from micrograd.compiler import BACKENDS, compile_model
from micrograd.data import Data, moons, rings
from micrograd.draw import maps
from micrograd.draw.plane import grid
from micrograd.optim import OPTIMIZERS
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.interpreted import Interpreted
from micrograd.training.sampling import batch
from tests.webassembly import require_webassembly

DATA = rings(n=20), moons(n=13)
HOW = [Hyperparameters(lr=0.05, batch_size=size, optimizer=name, seed=3) for name in OPTIMIZERS for size in (5, 100)]
POINTS = [tuple(zip(*grid(side), strict=True)) for side in (4, 6)]
KINDS = ("the object graph", *BACKENDS)


def model():
    random.seed(4)
    return MLP(2, [3, 1], activation="tanh")


def calculator(kind):
    if kind.startswith("WebAssembly"):
        require_webassembly()
    return Interpreted(model()) if kind not in BACKENDS else compile_model(model(), rows=50, points=36, backend=kind)


def ask(program, question, first):
    """One of the questions that a calculator answers, and its answer as a value."""
    what, how, data, k = question
    match what:
        case "run":
            return program.run(first, how, data, 1 + k)
        case "measure":
            return program.measure(first, how, data)
        case "gradients":
            return program.gradients(first, how, data, batch(how, k, len(data)))
        case "pictures":
            return bytes(program.pictures(first, maps.palette(("dark", "light")[k % 2]), POINTS[k % 2], 1.5))


questions = st.lists(
    st.tuples(
        st.sampled_from(["run", "measure", "gradients", "pictures"]),
        st.sampled_from(HOW),
        st.sampled_from(DATA),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("kind", KINDS)
@given(questions=questions)
@settings(max_examples=15, deadline=None)
def test_the_answer_depends_on_the_question_alone(kind, questions):
    """Every question once more, in the other order, and to another calculator that was asked nothing before."""
    program = calculator(kind)
    begin = program.start(program.parameters, HOW[0], DATA[0])
    checkpoints = [begin, program.run(begin, HOW[0], DATA[0], 2)[1]]
    asked = [(question, checkpoints[k % 2]) for k, question in enumerate(questions)]
    answers = [ask(program, *one) for one in asked]
    assert [ask(program, *one) for one in reversed(asked)] == answers[::-1]
    assert ask(calculator(kind), *asked[-1]) == answers[-1]


def test_parameters_cross_to_the_machine_once_for_many_frames(monkeypatch):
    """A frame trains, measures and paints: nothing is put in that is there already."""
    program = calculator("WebAssembly SIMD")
    written = []
    write = program.machine.write
    monkeypatch.setattr(program.machine, "write", lambda address, data: (written.append(address), write(address, data)))
    checkpoint = program.start(program.parameters, HOW[1], DATA[0])
    for _ in range(2):
        _, checkpoint = program.run(checkpoint, HOW[1], DATA[0], 3)
        program.pictures(checkpoint, maps.palette("dark"), POINTS[0])
    written.clear()
    for _ in range(5):
        _, checkpoint = program.run(checkpoint, HOW[1], DATA[0], 3)
        program.pictures(checkpoint, maps.palette("dark"), POINTS[0])
    assert written == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_changed_by_hand_does_not_get_into_an_answer(kind):
    program = calculator(kind)
    checkpoint = program.start(program.parameters, HOW[0], DATA[0])
    _, after = program.run(checkpoint, HOW[0], DATA[0], 3)
    program.parameters = [0.0] * len(checkpoint.parameters)
    assert program.measure(after, HOW[0], DATA[0]) == after
    program.step(2)
    program.restore()
    program.load_data(DATA[1])
    program.load_points(*POINTS[1])
    assert program.run(checkpoint, HOW[0], DATA[0], 3)[1] == after


def test_data_that_do_not_fit_are_an_error_and_nothing_is_taken_for_loaded():
    program = calculator("Python")
    checkpoint = program.start(program.parameters, HOW[0], DATA[0])
    many = Data("many", DATA[0].points * 3, DATA[0].labels * 3)
    for _ in range(2):
        with pytest.raises(ValueError, match="60 rows"):
            program.measure(checkpoint, HOW[0], many)
    assert program.measure(checkpoint, HOW[0], DATA[0]) == checkpoint
