"""Programs to begin with: the steps of the lecture, and some that go further. Each runs unchanged under CPython."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    key: str
    title: str
    text: str


EXAMPLES = (
    Example(
        "values",
        "Values that remember",
        """\
from micrograd import Value

a = Value(2.0, label="a")
b = Value(-3.0, label="b")
c = Value(10.0, label="c")
d = a * b + c
d.backward()

print("d =", d.data)
print("dd/da =", a.grad)
d
""",
    ),
    Example(
        "slope",
        "A derivative by hand",
        """\
# How much does f(x) move when x moves a little? First by trying it out, then by the engine.
from micrograd import Value

def f(x):
    return 3 * x**2 - 4 * x + 5

h = 0.0001
print("measured:", round((f(3.0 + h) - f(3.0)) / h, 4))

x = Value(3.0, label="x")
y = f(x)
y.backward()
print("engine:  ", x.grad)
y
""",
    ),
    Example(
        "neuron",
        "A neuron by hand",
        """\
from micrograd import Value

x1, x2 = Value(2.0, label="x1"), Value(0.0, label="x2")      # inputs
w1, w2 = Value(-3.0, label="w1"), Value(1.0, label="w2")     # weights
b = Value(6.8813735870195432, label="b")                     # bias

n = x1 * w1 + x2 * w2 + b
o = n.tanh()
o.backward()

for v in (x1, w1, x2, w2):
    print(v.label, round(v.grad, 6))
o
""",
    ),
    Example(
        "tanh",
        "tanh as one op, and as five",
        """\
from micrograd import Value

def tanh(x):
    e = (2 * x).exp()
    return (e - 1) / (e + 1)

for f in (Value.tanh, tanh):
    n = Value(0.8814, label="n")
    o = f(n)
    o.backward()
    print(round(o.data, 12), round(n.grad, 12))
o
""",
    ),
    Example(
        "op",
        "An op of your own",
        """\
# An op computes a result, and leaves the chain rule for itself behind: nothing else is needed.
from math import cos, sin

from micrograd import Value

def sine(x):
    out = Value(sin(x.data), (x,), "sin")

    def _backward():
        x.grad += cos(x.data) * out.grad
    out._backward = _backward

    return out

x = Value(1.0, label="x")
y = sine(x) * sine(x)
y.backward()
print(round(x.grad, 12), "and by the book", round(2 * sin(1.0) * cos(1.0), 12))
y
""",
    ),
    Example(
        "descent",
        "Downhill on x squared",
        """\
from micrograd import Value

x = Value(4.0, label="x")
heights = []
for step in range(30):
    y = x**2
    x.grad = 0.0
    y.backward()
    x.data -= 0.1 * x.grad
    heights.append(y.data)

print("x is now", x.data)
heights
""",
    ),
    Example(
        "mlp",
        "A network, and four examples",
        """\
# The lecture's training loop, written out.
import random

from micrograd import MLP

random.seed(1337)
model = MLP(3, [4, 4, 1], activation="tanh")
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
ys = [1.0, -1.0, -1.0, 1.0]

losses = []
for k in range(40):
    predictions = [model(x) for x in xs]
    loss = sum((out - y) ** 2 for y, out in zip(ys, predictions))

    model.zero_grad()
    loss.backward()
    for p in model.parameters():
        p.data -= 0.05 * p.grad
    losses.append(loss.data)

print(f"loss: {losses[0]:.6f}, then {losses[-1]:.6f}")
print([round(p.data, 3) for p in predictions])
losses
""",
    ),
    Example(
        "moons",
        "A network learns two moons",
        """\
import random

from micrograd import MLP, train
from micrograd.data import moons

random.seed(1)
model = MLP(2, [8, 8, 1])
data = moons(100)
losses = train(model, data, steps=200, lr=0.5)
print(f"loss: {losses[0]:.6f}, then {losses[-1]:.6f}")
model
""",
    ),
    Example(
        "numpy",
        "With NumPy",
        """\
import numpy as np

from micrograd import Value

x = np.linspace(-2, 2, 5)
slopes = []
for point in x:
    v = Value(point)
    v.tanh().backward()
    slopes.append(v.grad)
print("engine:", np.round(slopes, 4))
print("NumPy: ", np.round(1 - np.tanh(x) ** 2, 4))
""",
    ),
)
BY_KEY = {example.key: example for example in EXAMPLES}
BY_TEXT = {example.text: example for example in EXAMPLES}
