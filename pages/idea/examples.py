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
        "Both ops at their simplest: + hands the gradient on as it is, × multiplies it by the other operand.",
    ),
    Example(
        "twice",
        "a + a",
        "a = Value(3.0)\nL = a + a",
        "One value, two wires. Its gradient is 2 only because the engine adds with += and does not set with =.",
    ),
    Example(
        "square",
        "x * x",
        "x = Value(3.0)\ny = x * x",
        "Each of the two wires brings back x, and together they are 2x: the rule you know from school, found "
        "by adding up.",
    ),
    Example(
        "diamond",
        "The diamond",
        "a = Value(2.0)\nb = a * 3\nc = b + 1\nL = b * c",
        "L uses b directly, and once more by way of c. So b has to wait until both have answered: this is "
        "what topological order is for.",
    ),
    Example(
        "neuron",
        "The lecture’s neuron",
        "x1, x2 = Value(2.0), Value(0.0)\nw1, w2 = Value(-3.0), Value(1.0)\nb = Value(6.8813735870195432)\n"
        "n = x1*w1 + x2*w2 + b\no = n.tanh()",
        "Weights meet inputs, a bias is added, tanh squashes the sum. The gradient of w2 is 0, because its input is.",
    ),
    Example(
        "exp",
        "tanh, written out",
        "n = Value(0.8813735870195432)\ne = (2 * n).exp()\no = (e - 1) / (e + 1)",
        "The same function from smaller ops, and the same gradient of n, 0.5: how finely one cuts it makes "
        "no difference.",
    ),
    Example(
        "readme",
        "The package’s first example",
        "a = Value(-4.0)\nb = Value(2.0)\nc = a + b\nd = a * b + b**3\nc += c + 1\nc += 1 + c + (-a)\n"
        "d += d * 2 + (b + a).relu()\nd += 3 * d + (b - a).relu()\ne = c - d\nf = e**2\ng = f / 2.0\ng += "
        "10.0 / f",
        "Twelve lines, and no formula that anyone would like to differentiate by hand. g is 24.7041, and b "
        "moves it 645.5773 times as much.",
    ),
)
BY_KEY = {example.key: example for example in EXAMPLES}
BY_TEXT = {example.text: example for example in EXAMPLES}
FIRST = EXAMPLES[0]
SHOWCASES = {"set": BY_KEY["twice"], "order": BY_KEY["diamond"], "twice": FIRST, "tanh": BY_KEY["neuron"]}  # of faults
