"""The assignment's checker: full marks for what is right, in any style; for what is wrong, the point and the sentence."""

import importlib.util
import re
import subprocess
import sys

import pytest

from tools.project import Project

FOLDER = Project().root / "docs" / "assignment"
SOLUTION = (FOLDER / "teacher" / "engine.py").read_text("utf-8")


@pytest.fixture(scope="module")
def checker():
    spec = importlib.util.spec_from_file_location("checker", FOLDER / "check.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["checker"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["checker"]


@pytest.fixture
def verdicts(checker, tmp_path, monkeypatch):
    """verdicts(code) -> {what should hold: why it does not} of the checks that fail."""
    monkeypatch.setattr(sys, "path", list(sys.path))

    def of(code):
        path = tmp_path / "engine.py"
        path.write_text(code, "utf-8")
        monkeypatch.setitem(sys.modules, "engine", None)
        said = {one.holds: checker.verdict(path, k) for k, one in enumerate(checker.CHECKS)}
        return {holds: why for holds, why in said.items() if why}

    return of


def run(*arguments, folder=FOLDER):
    done = subprocess.run(
        [sys.executable, str(FOLDER / "check.py"), *map(str, arguments)],
        cwd=folder, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_the_solution_has_full_marks_and_every_property_is_said():
    code, said = run("teacher/engine.py")
    assert code == 0 and said.endswith("engine.py: 20 of 20 points.\n")
    assert said.count("✓") == 20 and "✗" not in said


def test_the_empty_file_has_no_point_and_is_told_what_is_missing():
    code, said = run()
    assert code == 1 and said.endswith("engine.py: 0 of 20 points.\n")
    assert "Value(2.0) has no attribute data yet." in said and "The file has no MLP yet." in said
    assert "Value + Value does not work yet." in said and "-Value does not work yet." in said


def test_a_brief_report_is_one_line_for_each_file_and_names_the_tasks(tmp_path):
    broken = tmp_path / "engine.py"
    broken.write_text(SOLUTION.replace("math.tanh(self.data)", "math.sin(self.data)"), "utf-8")
    code, said = run("--brief", FOLDER / "teacher" / "engine.py", broken)
    first, second = said.splitlines()
    assert code == 1 and first.startswith("20 of 20") and re.search(r"^1\d of 20 .*\(tasks 4, 5\)$", second)


def test_the_sheet_s_points_are_the_checker_s(checker):
    sheet = (FOLDER / "README.md").read_text("utf-8")
    points = {int(task): int(n) for task, n in re.findall(r"^## Task (\d): .*\((\d) points\)$", sheet, re.MULTILINE)}
    assert points == {task: [one.task for one in checker.CHECKS].count(task) for task in checker.TASKS}
    assert sum(points.values()) == 20
    for task, title in checker.TASKS.items():
        assert f"## Task {task}: {title} (" in sheet


# --- any style ---

PAIRS = '''
import math, random

class Value:
    """A result keeps (operand, slope) pairs; backward counts uses and needs no recursion."""
    def __init__(self, data, links=()):
        self.data, self.grad, self.links = float(data), 0, list(links)
    def _with(self, other, f, da, db):
        b = other if isinstance(other, Value) else Value(other)
        return Value(f(self.data, b.data), [(self, da(self.data, b.data)), (b, db(self.data, b.data))])
    def __add__(self, o): return self._with(o, lambda a, b: a + b, lambda a, b: 1, lambda a, b: 1)
    def __mul__(self, o): return self._with(o, lambda a, b: a * b, lambda a, b: b, lambda a, b: a)
    def __sub__(self, o): return self._with(o, lambda a, b: a - b, lambda a, b: 1, lambda a, b: -1)
    def __truediv__(self, o): return self._with(o, lambda a, b: a / b, lambda a, b: 1 / b, lambda a, b: -a / b**2)
    __radd__, __rmul__ = __add__, __mul__
    def __rsub__(self, o): return Value(o) - self
    def __rtruediv__(self, o): return Value(o) / self
    def __neg__(self): return 0 - self
    def __pow__(self, n): return Value(self.data**n, [(self, n * self.data ** (n - 1))])
    def exp(self): return Value(math.exp(self.data), [(self, math.exp(self.data))])
    def tanh(self): return Value(math.tanh(self.data), [(self, 1 / math.cosh(self.data) ** 2)])
    def backward(self):
        uses, seen, stack = {}, {id(self)}, [self]
        while stack:
            for operand, _ in stack.pop().links:
                uses[id(operand)] = uses.get(id(operand), 0) + 1
                if id(operand) not in seen:
                    seen.add(id(operand)); stack.append(operand)
        self.grad, ready = 1, [self]
        while ready:
            v = ready.pop()
            for operand, slope in v.links:
                operand.grad += slope * v.grad
                uses[id(operand)] -= 1
                if not uses[id(operand)]: ready.append(operand)

class Neuron:
    def __init__(self, nin):
        self.parameters = [Value(random.random() * 2 - 1) for _ in range(nin + 1)]
    def __call__(self, x):
        total = self.parameters[-1]
        for w, v in zip(self.parameters, x): total = total + w * v
        return total.tanh()

class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]
        self.parameters = sum((n.parameters for n in self.neurons), [])
    def __call__(self, x): return tuple(n(x) for n in self.neurons)

class MLP:
    def __init__(self, nin, nouts):
        self.layers = []
        for n in nouts:
            self.layers.append(Layer(nin, n)); nin = n
        self.parameters = sum((l.parameters for l in self.layers), [])
    def __call__(self, x):
        for l in self.layers: x = l(x)
        return x[0] if len(x) == 1 else x
'''
STYLES = {
    "the solution": SOLUTION,
    "pairs of operand and slope": PAIRS,
    "the package": "from micrograd import MLP, Layer, Neuron, Value",
    "it prints while it works": SOLUTION + "\nprint('loading')\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_what_is_right_has_full_marks_in_any_style(verdicts, style):
    assert verdicts(STYLES[style]) == {}


# --- what goes wrong ---

SUM = "Through a + b, the gradient goes on to both operands as it is."
PRODUCT = "Through a * b, each operand gets the other one's number."
CHAIN = "In (a * b) * c and (a + b) * c, the gradient of the result is multiplied in: the chain rule."
TWICE = "A value that is used twice, as in x * x, gets both contributions."
ORDER = "A value passes its gradient on once, when all of its own contributions have arrived."
RANDOM = "In fifty expressions at random, every gradient is what a small nudge measures."
SIDES = "A plain number may stand on either side: a + 1, 1 + a, a * 2, 2 * a."
TANH = "The slope of tanh is 1 minus the square of the result."
SIZES = "Layer(2, 3) says three things, MLP(3, [4, 4, 1]) one, and both have all their parameters."
BENDS = "The network bends: it is more than one straight line."
LEARNS = "With these gradients, the network learns."

ASSIGNED = SOLUTION.replace("grad += ", "grad = ")
NO_ORDER = re.sub(
    r"        order, seen = .*?v\.pass_back\(\)\n",
    "        self.grad, queue, seen = 1.0, [self], {self}\n"
    "        for v in queue:\n"
    "            v.pass_back()\n"
    "            queue += [o for o in v.operands if o not in seen and not seen.add(o)]\n",
    SOLUTION,
    flags=re.DOTALL,
)
AT_ONCE = re.sub(
    r"        order, seen = .*?v\.pass_back\(\)\n",
    "        self.grad = self.grad or 1.0\n"
    "        self.pass_back()\n"
    "        for operand in self.operands:\n"
    "            operand.backward()\n",
    SOLUTION,
    flags=re.DOTALL,
)

# code: (what must fail, {one of these: what is said of it}, what must still hold)
WRONG = {
    "= instead of +=": (
        ASSIGNED,
        {TWICE, ORDER, RANDOM},
        {TWICE: "For L = x + x, the gradient of x should be 2, and yours is 1. Both uses contribute", ORDER: "mend the check before"},
        {SUM, PRODUCT, CHAIN, TANH},
    ),
    "breadth first instead of topological order": (
        NO_ORDER, {ORDER, RANDOM}, {ORDER: "Contributions do add up, so it is the order"}, {SUM, PRODUCT, CHAIN, TWICE, TANH},
    ),
    "every value passes on at once": (
        AT_ONCE, {ORDER, RANDOM}, {ORDER: "it has only one turn"}, {SUM, PRODUCT, CHAIN, TWICE, TANH},
    ),
    "the slope of tanh taken at the wrong place": (
        SOLUTION.replace("(1 - out.data**2)", "(1 - self.data**2)"),
        {TANH},
        {TANH: "with a = -2, the gradient of a should be 0.0706508, and yours is -3. The slope is 1 - t ** 2"},
        {SUM, TWICE, ORDER, RANDOM},
    ),
    "out.grad forgotten": (
        SOLUTION.replace("other.data * out.grad", "other.data"),
        {CHAIN, RANDOM},
        {CHAIN: "Every contribution is multiplied by the gradient of the result (out.grad)."},
        {PRODUCT, SUM},
    ),
    "own number instead of the other's": (
        SOLUTION.replace("other.data * out.grad", "self.data * out.grad"),
        {PRODUCT, CHAIN},
        {PRODUCT: "For L = a * b, with a = 2, b = -3, the gradient of a should be -3, and yours is 2. Each operand gets the data of the other one."},
        {SUM, TANH},
    ),
    "numbers on the left are not taken": (
        SOLUTION.replace("__radd__", "radd").replace("__rmul__", "rmul"),
        {SIDES},
        {SIDES: "int + Value does not work yet."},
        {SUM, PRODUCT, TWICE},
    ),
    "return forgotten": (
        SOLUTION.replace("        out.pass_back = pass_back\n        return out\n\n    def __mul__", "        out.pass_back = pass_back\n\n    def __mul__"),
        {SIDES, SUM},
        {SIDES: "a + 1 gives None. Does the method end with return?"},
        {PRODUCT, TANH},
    ),
    "gradients that are Values": (
        SOLUTION.replace("self.grad += other.data * out.grad", "self.grad = self.grad + other * out.grad"),
        {PRODUCT},
        {PRODUCT: "is itself a Value: compute it from .data and .grad"},
        {SUM, TANH},
    ),
    "the biases are no parameters": (
        SOLUTION.replace("return [*self.w, self.b]", "return self.w"),
        {SIZES},
        {SIZES: "Layer(2, 3) should have 9 parameters, and yours has 6."},
        {SUM, TWICE, ORDER, BENDS},
    ),
    "neurons that do not bend": (
        SOLUTION.replace(", self.b).tanh()", ", self.b)"), {BENDS}, {BENDS: "is a straight line, whatever its weights"}, {SIZES, LEARNS},
    ),
    "the parameters are copies": (
        SOLUTION.replace("return [*self.w, self.b]", "return [Value(p.data) for p in (*self.w, self.b)]"),
        {LEARNS},
        {LEARNS: "After 200 steps over four samples, the loss is still 100% of what it was."},
        {SIZES, BENDS},
    ),
    "no Python": (SOLUTION + "\ndef f(:\n", {SUM, TANH, SIZES}, {SUM: "The file is not Python: invalid syntax, in line "}, set()),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_costs_its_own_points_and_is_said(verdicts, mistake):
    code, fail, words, hold = WRONG[mistake]
    assert code != SOLUTION
    said = verdicts(code)
    assert fail <= said.keys() and not hold & said.keys()
    for holds, part in words.items():
        assert part in said[holds]


@pytest.mark.parametrize(
    "code, words",
    [
        ("while True: pass", "It was not done after 0.5 seconds. Is there a loop without end?"),
        ("import os\nos._exit(3)", "Python itself stopped in the middle of it."),
        ("raise SystemExit", "Python itself stopped in the middle of it."),
        ("def f(): f()\nf()", "It calls itself without end"),
        ("1 / 0", "It ends in ZeroDivisionError: division by zero, in line 1."),
    ],
)
def test_a_file_that_hangs_or_breaks_costs_its_points_and_not_the_checker(checker, tmp_path, monkeypatch, code, words):
    monkeypatch.setattr(checker, "SECONDS", 0.5 if "while" in code else 30)
    path = tmp_path / "engine.py"
    path.write_text(code, "utf-8")
    assert words in checker.ask(path, 0)


def test_a_file_that_is_not_there_is_said():
    done = subprocess.run(
        [sys.executable, str(FOLDER / "check.py"), "nowhere.py"], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 2 and "There is no file" in done.stderr
