"""Every piece of advice is given, on a program that makes the mistake; and sound programs get none."""

import pytest

from pages.worker import records as r
from pages.worker import wire
from pages.worker.hints import HINTS
from pages.worker.session import open_session

# A few words of the advice -> programs that get it.
MISTAKES = {
    "sum(losses).backward()": ["[Value(1.0), Value(2.0)].backward()", "(Value(1.0),).backward()"],
    "does not remember how it was made": ["(1.5).backward()", "x = Value(2.0).data * 3\nx.tanh()", "sum([1, 2]).grad"],
    "belong to a model": ["L = Value(1.0)\nL.zero_grad()", "Value(1.0).parameters()"],
    "The engine has + - * / **": ["Value(2.0).softmax()", "Value(2.0).item()"],
    "returns one Value, not a list": ["MLP(2, [1])([1.0, 2.0])[0]", "for x in Value(1.0): pass"],
    "where a function should be": ["w = Value(1.0)\nw(2)"],
    "Is a * missing, as in 2 *": ["2(3 + 1)"],
    "Restart clears all names": ["print = None\nprint(1)"],
    "go through it": ["Value(1.0) * [1.0, 2.0]", "[1.0] + Value(1.0)"],
    "backward() returns nothing": ["Value(1.0) > None", "g = Value(1.0).backward()\ng + 1"],
    "The shape does not fit": ["MLP(2, [3, 1])([1.0, 2.0, 3.0])", "Neuron(3)([1.0])"],
    "A map of two inputs can be shown": [
        "show(MLP(3, [1]), moons())",
        "from micrograd.data import Data\nshow(MLP(3, [1]), Data('d', ((1.0, 2.0, 3.0),), (1,)))",
    ],
    "import numpy as np comes first": ["np.zeros(3)"],
    "show(…) draws": ["plt.plot([1])"],
    "A function calls itself without end": ["def f(): return f()\nf()"],
    "The cell has 512 MB": ["raise MemoryError"],
    "no network, no other programs": ["open('/no/such/file')"],
    "one thread": ['raise RuntimeError("can\'t start new thread")'],
    "one at a time": ["d = {1: 1}\nfor k in d: d[k + 1] = 1"],
    "is the rate too large": ["2.0 ** 10000"],
    "shorter than the program thinks": ["[1, 2][2]"],
    "use spaces": ["if 1:\n\tx = 1\n        y = 2"],
    "equally far to the right": ["if 1:\nx = 1"],
    "await is not needed": ["await f()"],
}


def messages_of(*programs):
    """What the cell says of programs that run one after another."""
    messages = []
    run = open_session(lambda text: messages.append(wire.read(text)), closed=False)
    for number, code in enumerate(programs, start=1):
        run(code, number)
    return messages


@pytest.mark.parametrize("words, code", [(words, code) for words, programs in MISTAKES.items() for code in programs])
def test_a_mistake_gets_its_advice(words, code):
    (error,) = [m for m in messages_of(code) if isinstance(m, r.Failure)]
    assert error.hint and words in error.hint, error


def test_no_advice_is_without_a_mistake():
    assert all(sum(words in advice for _, _, advice in HINTS) == 1 for words in MISTAKES)
    assert len(MISTAKES) == len(HINTS)


@pytest.mark.parametrize(
    "code, remark",
    [
        (
            "p = Value(1.0)\nfor _ in range(2):\n    y = p * p\n    y.backward()\n    p.data -= 0.1 * p.grad",
            "model.zero_grad() before backward()",
        ),
        ("L = Value(1.0)\nL.backward", "backward() does"),
        (
            "import math\nx = Value(1.0)\ny = math.exp(x)",
            "exp(x) in line 3 takes the plain number out of x, and the graph ends there: x.exp() goes on",
        ),
        (
            "from math import atan as s\nx = Value(1.0)\ns(x)",
            "the engine has cos, exp, log, sin, sqrt, tanh and ** for Values",
        ),
    ],
)
def test_what_runs_but_is_not_meant_is_remarked(code, remark):
    assert any(remark in m.text for m in messages_of(code) if isinstance(m, r.Note))


@pytest.mark.parametrize(
    "code",
    [
        "import math\nx = Value(1.0)\nmath.exp(x.data)",
        "x = Value(1.0)\nfor _ in range(3):\n    x.grad = 0\n    (x * x).backward()\n    x.data -= x.grad",
    ],
)
def test_what_is_meant_is_not_remarked(code):
    assert not [m for m in messages_of(code) if isinstance(m, r.Note)]


@pytest.mark.parametrize("code", ["raise ValueError('of my own')", "raise KeyError('x')", "assert 1 == 2", "1 / 0"])
def test_where_there_is_nothing_to_add_nothing_is_said(code):
    (error,) = [m for m in messages_of(code) if isinstance(m, r.Failure)]
    assert error.hint is None
