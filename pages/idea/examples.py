"""The expressions one can begin with, and why each is worth a look."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    key: str
    title: str
    text: str
    why: str


EXAMPLES = (
    Example(
        "lecture",
        "(a + b) * c",
        "a = Value(2.0)\nb = Value(-3.0)\nc = Value(4.0)\nL = (a + b) * c",
        "The two basic operations: + passes the gradient on as it is, × multiplies it by the other operand.",
    ),
    Example(
        "twice",
        "a + a",
        "a = Value(3.0)\nL = a + a",
        "One value, two wires. Its gradient is 2 only because the engine adds with +=; with = it would be 1.",
    ),
    Example(
        "square",
        "x * x",
        "x = Value(3.0)\ny = x * x",
        "Each of the two wires brings back x; together that is 2x, the rule you know from school.",
    ),
    Example(
        "diamond",
        "The diamond",
        "a = Value(2.0)\nb = a * 3\nc = b + 1\nL = b * c",
        "L uses b directly, and again through c. So b has to wait until both have answered: that is what topological "
        "order is for.",
    ),
    Example(
        "neuron",
        "The lecture’s neuron",
        "x1, x2 = Value(2.0), Value(0.0)\nw1, w2 = Value(-3.0), Value(1.0)\nb = Value(6.8813735870195432)\n"
        "n = x1*w1 + x2*w2 + b\no = n.tanh()",
        "Weights times inputs, plus a bias, squashed by tanh. The gradient of w2 is 0, because its input x2 is 0.",
    ),
    Example(
        "exp",
        "tanh, written out",
        "n = Value(0.8813735870195432)\ne = (2 * n).exp()\no = (e - 1) / (e + 1)",
        "The same function made of smaller operations, and the same gradient of n, 0.5: how finely you split a function "
        "makes no difference. (Try n = 400: e overflows to ∞, and ∞ / ∞ is no number. The engine’s own tanh never "
        "computes e to the power 2n, and stays at 1.)",
    ),
    Example(
        "readme",
        "The package’s first example",
        "a = Value(-4.0)\nb = Value(2.0)\nc = a + b\nd = a * b + b**3\nc += c + 1\nc += 1 + c + (-a)\n"
        "d += d * 2 + (b + a).relu()\nd += 3 * d + (b - a).relu()\ne = c - d\nf = e**2\ng = f / 2.0\ng += "
        "10.0 / f",
        "Twelve lines that nobody would want to differentiate by hand. g is 24.7041; nudge b, and g moves 645.6 times "
        "as far.",
    ),
)
BY_KEY = {example.key: example for example in EXAMPLES}
BY_TEXT = {example.text: example for example in EXAMPLES}
FIRST = EXAMPLES[0]
SHOWCASES = {"set": BY_KEY["twice"], "order": BY_KEY["diamond"], "twice": FIRST, "tanh": BY_KEY["neuron"]}  # of faults
