"""Checks the engine of the assignment: which of 20 properties hold, each said in a sentence, and the score.

    python check.py                     checks engine.py in this folder
    python check.py path/engine.py …    checks these files
    python check.py --brief …           one line for each file

It asks what the code does, never how it is written: results are compared with Python's own arithmetic, and gradients
with what a small nudge of the number measures. Every check runs in a Python of its own, for ten seconds at most, so
that an endless loop or a crash costs its own point and no other.

Only the standard library is needed.
"""

import argparse
import importlib.util
import json
import math
import random
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 10
NUDGE = 1e-5
MARK = "the verdict: "  # of a check, on the last line it prints

TASKS = {
    1: "a number that computes",
    2: "one step back",
    3: "all the way back",
    4: "bend it",
    5: "a network",
}


class Wrong(Exception):
    """What does not hold, in a sentence for the student."""


@dataclass(frozen=True)
class Check:
    """One property, worth one point: `holds` is what is said if it does, `run(engine)` raises Wrong if it does not."""

    task: int
    holds: str
    run: Callable[[Any], None]


CHECKS: list[Check] = []


def check(task: int, holds: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Puts the function below it into CHECKS."""

    def keep(run: Callable[[Any], None]) -> Callable[[Any], None]:
        CHECKS.append(Check(task, holds, run))
        return run

    return keep


# --- what the checks have in common ---


def number_of(thing: Any, what: str) -> float:
    """The data of a result; Wrong, if it is no Value with a number in it."""
    if thing is None:
        raise Wrong(f"{what} gives None. Does the method end with return?")
    if not hasattr(thing, "data"):
        raise Wrong(f"{what} gives {short(thing)}, which has no data: the result has to be a new Value.")
    if hasattr(thing.data, "data"):
        raise Wrong(f"The data of {what} is itself a Value; it has to be a plain number.")
    try:
        return float(thing.data)
    except (TypeError, ValueError):
        raise Wrong(f"The data of {what} is {short(thing.data)}, and not a number.") from None


def gradient_of(thing: Any, what: str) -> float:
    """The gradient of a Value; Wrong, if it is no number."""
    grad = getattr(thing, "grad", None)
    if hasattr(grad, "data"):
        raise Wrong(
            f"The gradient of {what} is itself a Value: compute it from .data and .grad, which are plain numbers."
        )
    if not isinstance(grad, (int, float)):
        raise Wrong(f"The gradient of {what} is {short(grad)}, and not a number.")
    return float(grad)


def short(thing: object) -> str:
    text = repr(thing)
    return text if len(text) <= 40 else text[:37] + "..."


def is_near(one: float, other: float, tolerance: float = 1e-6) -> bool:
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)


def expect(found: float, wanted: float, what: str, hint: str = "") -> None:
    """Wrong, unless the two numbers are as good as equal."""
    if not is_near(found, wanted):
        raise Wrong(f"{what} should be {wanted:.6g}, and yours is {found:.6g}.{' ' + hint if hint else ''}")


def expect_gradients(
    engine: Any, function: Callable[..., Any], numbers: Sequence[float], what: str, hint: str = ""
) -> None:
    """Wrong, unless backward() gives every operand of function(*Values) the slope that a small nudge measures."""
    values = [engine.Value(x) for x in numbers]
    out = function(*values)
    number_of(out, what)
    if not hasattr(out, "backward"):
        raise Wrong(f"{what} is a Value without a method backward().")
    out.backward()
    for k, (v, name) in enumerate(zip(values, "abcdefgh", strict=False)):
        at = ", ".join(f"{n} = {x:g}" for n, x in zip("abcdefgh", numbers, strict=False))
        said = f"For L = {what}, with {at}, the gradient of {name}"
        expect(gradient_of(v, name), slope(engine, function, numbers, k, what), said, hint)


def slope(engine: Any, function: Callable[..., Any], numbers: Sequence[float], k: int, what: str) -> float:
    """d function / d number k, as a nudge to both sides measures it."""

    def at(nudge: float) -> float:
        moved = [engine.Value(x + nudge * (i == k)) for i, x in enumerate(numbers)]
        return number_of(function(*moved), what)

    measured = (at(NUDGE) - at(-NUDGE)) / (2 * NUDGE)
    return round(measured, 7) + 0.0


def parameters_of(module: Any, what: str) -> list[Any]:
    """The list of a module's parameters, given by a method or held in an attribute."""
    found = getattr(module, "parameters", None)
    if found is None:
        raise Wrong(f"{what} has no parameters().")
    found = list(found() if callable(found) else found)
    for p in found:
        number_of(p, f"a parameter of {what}")
    return found


def outputs_of(said: Any) -> list[Any]:
    """What a layer or network says, as a list, also where it is a single Value."""
    return list(said) if isinstance(said, (list, tuple)) else [said]


def made(engine: Any, name: str) -> Any:
    """A class of the file; Wrong, if it is not there."""
    if not hasattr(engine, name):
        raise Wrong(f"The file has no {name} yet.")
    return getattr(engine, name)


# --- task 1 ---


@check(1, "Value(2.0) has the data 2.0, and its gradient begins at 0.")
def begins(engine: Any) -> None:
    v = made(engine, "Value")(2.0)
    if not hasattr(v, "data"):
        raise Wrong("Value(2.0) has no attribute data yet.")
    expect(number_of(v, "Value(2.0)"), 2.0, "The data of Value(2.0)")
    expect(gradient_of(v, "Value(2.0)"), 0.0, "The gradient of a new Value")


@check(1, "a + b and a * b give new Values with the right numbers.")
def adds_and_multiplies(engine: Any) -> None:
    for x, y in pairs():
        a, b = engine.Value(x), engine.Value(y)
        expect(number_of(a + b, "a + b"), x + y, f"{x} + {y}")
        expect(number_of(a * b, "a * b"), x * y, f"{x} * {y}")
        expect(
            number_of(a, "a"), x, "After a + b and a * b, the data of a", "An operation must not change its operands."
        )


@check(1, "A plain number may stand on either side: a + 1, 1 + a, a * 2, 2 * a.")
def takes_numbers(engine: Any) -> None:
    a = engine.Value(3.0)
    expect(number_of(a + 1, "a + 1"), 4.0, "a + 1, with a = 3,")
    expect(number_of(a * 2, "a * 2"), 6.0, "a * 2, with a = 3,")
    expect(number_of(1 + a, "1 + a"), 4.0, "1 + a, with a = 3,")
    expect(number_of(2 * a, "2 * a"), 6.0, "2 * a, with a = 3,")


@check(1, "-a, a - b, a / b and a ** 2 compute what Python's numbers do, and so do 1 - a and 1 / a.")
def derived(engine: Any) -> None:
    for x, y in pairs():
        a, b = engine.Value(x), engine.Value(y)
        for what, found, wanted in (
            ("-a", -a, -x), ("a - b", a - b, x - y), ("a / b", a / b, x / y), ("a ** 2", a**2, x**2),
            ("a ** 3", a**3, x**3), ("1 - a", 1 - a, 1 - x), ("1 / a", 1 / a, 1 / x),
        ):  # fmt: skip
            expect(number_of(found, what), wanted, f"{what}, with a = {x} and b = {y},")


def pairs() -> list[tuple[float, float]]:
    rng = random.Random(1)
    return [
        (2.0, -3.0),
        *((round(rng.uniform(-4, 4), 2) or 1.0, round(rng.uniform(-4, 4), 2) or 2.0) for _ in range(20)),
    ]


# --- task 2 ---


@check(2, "Through a + b, the gradient goes on to both operands as it is.")
def back_through_sum(engine: Any) -> None:
    out = engine.Value(2.0) + engine.Value(5.0)
    out.backward()
    expect(gradient_of(out, "L"), 1.0, "After L.backward(), the gradient of L itself")
    expect_gradients(engine, lambda a, b: a + b, [2.0, -3.0], "a + b")


@check(2, "Through a * b, each operand gets the other one's number.")
def back_through_product(engine: Any) -> None:
    expect_gradients(engine, lambda a, b: a * b, [2.0, -3.0], "a * b", "Each operand gets the data of the other one.")


@check(2, "In (a * b) * c and (a + b) * c, the gradient of the result is multiplied in: the chain rule.")
def chain_rule(engine: Any) -> None:
    hint = "Every contribution is multiplied by the gradient of the result (out.grad)."
    expect_gradients(engine, lambda a, b, c: (a * b) * c, [2.0, -3.0, 4.0], "(a * b) * c", hint)
    expect_gradients(engine, lambda a, b, c: (a + b) * c, [2.0, -3.0, 4.0], "(a + b) * c", hint)


@check(2, "-a, a - b, a / b and a ** 3 have the right slopes.")
def back_through_derived(engine: Any) -> None:
    expect_gradients(engine, lambda a: -a, [2.0], "-a")
    expect_gradients(engine, lambda a, b: a - b, [2.0, -3.0], "a - b")
    expect_gradients(engine, lambda a: a**3, [2.0], "a ** 3", "The slope of a ** n is n * a ** (n - 1).")
    expect_gradients(engine, lambda a, b: a / b, [2.0, -4.0], "a / b", "a / b is a * b ** -1.")
    expect_gradients(engine, lambda a: 1 - a, [2.0], "1 - a")
    expect_gradients(engine, lambda a: 1 / a, [2.0], "1 / a")


# --- task 3 ---


@check(3, "backward() goes through a long chain of operations to its very beginning.")
def long_chain(engine: Any) -> None:
    def chain(a: Any) -> Any:
        for _ in range(100):
            a = a * 1.01 + 0.5
        return a

    expect_gradients(engine, chain, [1.0], "a * 1.01 + 0.5, a hundred times over")


def adds_up(engine: Any) -> float:
    """The gradient of x in x + x: 2 if contributions add up."""
    x = engine.Value(3.0)
    (x + x).backward()
    return gradient_of(x, "x")


@check(3, "A value that is used twice, as in x * x, gets both contributions.")
def used_twice(engine: Any) -> None:
    hint = "Both uses contribute, and contributions add up. Is there an = where there should be a +=?"
    expect(adds_up(engine), 2.0, "For L = x + x, the gradient of x", hint)
    expect_gradients(engine, lambda a: a * a, [3.0], "a * a", hint)
    expect_gradients(engine, lambda a, b: a * b + a, [3.0, 5.0], "a * b + a", hint)


@check(3, "A value passes its gradient on once, when all of its own contributions have arrived.")
def order(engine: Any) -> None:
    if not is_near(adds_up(engine), 2.0):
        raise Wrong("The order can only be checked once contributions add up: mend the check before this one first.")
    hint = (
        "Contributions do add up, so it is the order: a value's turn comes when everything made from it has had its "
        "turn, and it has only one turn."
    )

    def squared(a: Any) -> Any:
        y = a * a
        return y * y + y

    def early(a: Any) -> Any:
        y = a * 2
        return a * y + y * (y + a)

    def late(a: Any) -> Any:
        y = a * 2
        z = y * 3
        return y + z * y

    def tower(a: Any) -> Any:
        for _ in range(5):
            a = a + a * 0.5 + a
        return a

    expect_gradients(engine, squared, [1.5], "y * y + y, where y = a * a", hint)
    expect_gradients(engine, early, [1.5], "a * y + y * (y + a), where y = a * 2", hint)
    expect_gradients(engine, late, [1.5], "y + z * y, where y = a * 2 and z = y * 3", hint)
    expect_gradients(engine, tower, [1.1], "a + a * 0.5 + a, five times over", hint)


@check(3, "In fifty expressions at random, every gradient is what a small nudge measures.")
def at_random(engine: Any) -> None:
    for seed in range(50):

        def expression(*given: Any, seed: int = seed) -> Any:
            rng, values = random.Random(seed), list(given)
            for _ in range(8):
                one, other = rng.choice(values), rng.choice(values)
                values.append(one + other if rng.random() < 0.6 else one * other * 0.5)
            return sum(values[4:], values[3])

        rng = random.Random(1000 + seed)
        numbers = [round(rng.uniform(-1, 1), 2) for _ in range(3)]
        expect_gradients(engine, expression, numbers, f"expression number {seed}, of + and * at random")


# --- task 4 ---

PLACES = (-2.0, -0.5, 0.0, 0.5, 2.0)


@check(4, "exp() gives e to the power of the number, and that is its slope as well.")
def exponential(engine: Any) -> None:
    for x in PLACES:
        expect(number_of(engine.Value(x).exp(), "a.exp()"), math.exp(x), f"exp of {x}")
        expect_gradients(engine, lambda a: a.exp(), [x], "a.exp()", "The slope of exp is the result itself.")
    expect_gradients(engine, lambda a: a.exp().exp(), [0.5], "a.exp().exp()", "Is it times the gradient of the result?")


@check(4, "tanh() gives the hyperbolic tangent.")
def hyperbolic(engine: Any) -> None:
    for x in PLACES:
        expect(number_of(engine.Value(x).tanh(), "a.tanh()"), math.tanh(x), f"tanh of {x}")


@check(4, "The slope of tanh is 1 minus the square of the result.")
def hyperbolic_slope(engine: Any) -> None:
    hint = "The slope is 1 - t ** 2, and t is the result, tanh(a), not a itself."
    for x in PLACES:
        expect_gradients(engine, lambda a: a.tanh(), [x], "a.tanh()", hint)
    expect_gradients(
        engine, lambda a: a.tanh().tanh(), [0.3], "a.tanh().tanh()", "Is it times the gradient of the result?"
    )


# --- task 5 ---


@check(5, "Neuron(3) has three weights and a bias, and what it says depends on every input.")
def neuron(engine: Any) -> None:
    random.seed(1)
    n = made(engine, "Neuron")(3)
    count = len(parameters_of(n, "Neuron(3)"))
    if count != 4:
        raise Wrong(f"Neuron(3) should have 4 parameters, three weights and a bias, and yours has {count}.")
    said = [
        number_of(outputs_of(n(x))[0], "a neuron")
        for x in ([0.1, 0.2, 0.3], [0.4, 0.2, 0.3], [0.1, 0.5, 0.3], [0.1, 0.2, 0.6])
    ]
    for k in (1, 2, 3):
        if said[k] == said[0]:
            raise Wrong(f"What Neuron(3) says does not change with its input number {k}.")


@check(5, "Layer(2, 3) says three things, MLP(3, [4, 4, 1]) one, and both have all their parameters.")
def sizes(engine: Any) -> None:
    layer = made(engine, "Layer")(2, 3)
    count = len(outputs_of(layer([1.0, -2.0])))
    if count != 3:
        raise Wrong(f"Layer(2, 3) should give a list of 3 Values, and yours gives {count}.")
    for module, what, wanted in (
        (layer, "Layer(2, 3)", 3 * 3),
        (made(engine, "MLP")(3, [4, 4, 1]), "MLP(3, [4, 4, 1])", 4 * 4 + 4 * 5 + 5),
    ):
        count = len({id(p) for p in parameters_of(module, what)})
        if count != wanted:
            raise Wrong(f"{what} should have {wanted} parameters, and yours has {count}.")
    count = len(outputs_of(engine.MLP(3, [4, 4, 1])([1.0, 2.0, 3.0])))
    if count != 1:
        raise Wrong(f"MLP(3, [4, 4, 1]) should say one thing, and yours says {count}.")


@check(5, "The gradient of every parameter of an MLP is what a small nudge measures.")
def network_gradients(engine: Any) -> None:
    random.seed(2)
    model = made(engine, "MLP")(2, [3, 1])
    parameters = parameters_of(model, "MLP(2, [3, 1])")
    x = [0.7, -0.4]

    def said() -> Any:
        return outputs_of(model(x))[0]

    for p in parameters:
        p.grad = 0.0
    said().backward()
    for k, p in enumerate(parameters):
        found, before = gradient_of(p, f"parameter {k}"), p.data
        sides = []
        for nudge in (-NUDGE, 0.0, NUDGE):
            p.data = before + nudge
            sides.append(number_of(said(), "the network"))
        p.data = before
        left, right = (
            (sides[1] - sides[0]) / NUDGE,
            (sides[2] - sides[1]) / NUDGE,
        )  # they differ at the corner of a ReLU
        if not min(left, right) - 1e-3 <= found <= max(left, right) + 1e-3:
            raise Wrong(
                f"The gradient of parameter {k} of MLP(2, [3, 1]) should be {right:.4g}, and yours is {found:.4g}."
            )


@check(5, "The network bends: it is more than one straight line.")
def bends(engine: Any) -> None:
    for seed in range(5):
        random.seed(seed)
        model = made(engine, "MLP")(1, [8, 1])
        low, middle, high = (number_of(outputs_of(model([x]))[0], "the network") for x in (-2.0, 0.3, 2.6))
        if not is_near(2 * middle, low + high, 1e-9):
            return
    raise Wrong("MLP(1, [8, 1]) is a straight line, whatever its weights: do the neurons bend their sum with tanh?")


@check(5, "With these gradients, the network learns.")
def learns(engine: Any) -> None:
    best = math.inf
    for seed in range(3):
        random.seed(seed)
        first, last = learned(engine)
        best = min(best, last / first)
    if not best < 0.5:
        raise Wrong(
            f"After 200 steps over four samples, the loss is still {best:.0%} of what it was. "
            "Are the gradients right, and are all parameters in parameters()?"
        )


def learned(engine: Any) -> tuple[float, float]:
    """The loss before and after 200 steps of gradient descent."""
    model = made(engine, "MLP")(2, [4, 1])
    samples = [([2.0, 1.0], 0.8), ([-1.0, 0.5], -0.8), ([0.5, -1.5], -0.8), ([1.0, 2.0], 0.8)]
    parameters, losses = parameters_of(model, "MLP(2, [4, 1])"), []
    for _ in range(201):
        off = [outputs_of(model(x))[0] + -y for x, y in samples]
        loss = sum((o * o for o in off[1:]), off[0] * off[0])
        losses.append(number_of(loss, "the loss"))
        for p in parameters:
            p.grad = 0.0
        loss.backward()
        for p in parameters:
            p.data = p.data - 0.05 * gradient_of(p, "a parameter")
    return losses[0], losses[-1]


# --- running them ---


def load(path: Path) -> Any:
    """The student's file as a module."""
    spec = importlib.util.spec_from_file_location("engine", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["engine"] = module
    sys.path.insert(0, str(path.parent))
    spec.loader.exec_module(module)
    return module


def verdict(path: Path, number: int) -> str:
    """What check `number` says of a file: '' if it holds. This runs in a Python of its own."""
    try:
        CHECKS[number].run(load(path))
    except Wrong as wrong:
        return str(wrong)
    except SyntaxError as error:
        return f"The file is not Python: {error.msg}, in line {error.lineno}."
    except RecursionError:
        return "It calls itself without end (RecursionError)."
    except Exception as error:
        return f"{words(error)}{line_of(error, path)}."
    return ""


def words(error: Exception) -> str:
    """An error in words: what is not there yet is said as such."""
    text = str(error)
    if found := re.match(r"'(\w+)' object has no attribute '(\w+)'", text):
        return f"{found[1]} has no {found[2]} yet"
    if found := re.match(r"unsupported operand type\(s\) for (.+): '(\w+)' and '(\w+)'", text):
        return f"{found[2]} {found[1].split()[0]} {found[3]} does not work yet"
    if found := re.match(r"bad operand type for unary (.): '(\w+)'", text):
        return f"{found[1]}{found[2]} does not work yet"
    return f"It ends in {type(error).__name__}: {text}"


def line_of(error: Exception, path: Path) -> str:
    """', in line 7': the last line of the student's file that ran."""
    found, at = None, error.__traceback__
    while at is not None:
        if Path(at.tb_frame.f_code.co_filename) == path:
            found = at.tb_lineno
        at = at.tb_next
    return f", in line {found}" if found else ""


def ask(path: Path, number: int) -> str:
    """The verdict of a check that is run in a Python of its own, which may hang or break."""
    command = [sys.executable, __file__, "--one", str(number), str(path)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return f"It was not done after {SECONDS} seconds. Is there a loop without end?"
    for line in reversed(done.stdout.splitlines()):
        if line.startswith(MARK):
            return str(json.loads(line.removeprefix(MARK)))
    return "Python itself stopped in the middle of it."


def report(path: Path, brief: bool) -> int:
    """Prints what holds and what does not; returns the score."""
    verdicts = [ask(path, number) for number in range(len(CHECKS))]
    score = verdicts.count("")
    if brief:
        missing = sorted({one.task for one, said in zip(CHECKS, verdicts, strict=True) if said})
        print(f"{score:2} of {len(CHECKS)}  {path}" + (f"  (tasks {', '.join(map(str, missing))})" if missing else ""))
        return score
    for task, title in TASKS.items():
        mine = [(one, said) for one, said in zip(CHECKS, verdicts, strict=True) if one.task == task]
        print(f"\nTask {task}: {title}, {[said for _, said in mine].count('')} of {len(mine)}")
        for one, said in mine:
            print(f"  ✓ {one.holds}" if not said else f"  ✗ {one.holds}\n      {said}")
    print(f"\n{path.name}: {score} of {len(CHECKS)} points.")
    return score


def main(arguments: Sequence[str]) -> int:
    """The command line. The exit code is 0 if every file has all points."""
    options = argparse.ArgumentParser(prog="check.py", description="Checks the engine of the assignment.")
    options.add_argument("files", nargs="*", default=["engine.py"], help="what to check (engine.py)")
    options.add_argument("--brief", action="store_true", help="one line for each file")
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = options.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    paths = [Path(name).resolve() for name in given.files]
    if missing := [path for path in paths if not path.is_file()]:
        print(f"There is no file {missing[0]}.", file=sys.stderr)
        return 2
    if given.one is not None:
        print("\n" + MARK + json.dumps(verdict(paths[0], given.one)))
        return 0
    scores = [report(path, given.brief) for path in paths]
    return 0 if all(score == len(CHECKS) for score in scores) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
