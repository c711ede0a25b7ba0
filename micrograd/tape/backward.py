"""One op backward: its lines, what they say, and what they change.

Offers `backward_step`, and `seed_step` for the 1.0 that comes before.
"""

from collections.abc import Iterable, Iterator, Mapping

from ..engine import Value
from .follow import Visit, follow
from .names import attribute
from .records import Change, Step
from .replay import maker, same
from .scope import Scope, equation
from .slopes import local_slopes
from .source import lines, ran, seed_lines


def seed_step(root: Value, index: Mapping[Value, int], names: Mapping[Value, str], reached: set[Value]) -> Step:
    """The Step in which backward() gives the root its gradient, 1.0. `reached`: values that have a gradient by now."""
    root.grad = 1.0
    return Step(
        "backward",
        index[root],
        "",
        (f"{attribute(names[root], 'grad')} = 1.0",),
        ("1.0",),
        seed_lines(type(root).backward),
        (change(root, 0.0, index, reached),),
        (),
    )


def backward_step(v: Value, index: Mapping[Value, int], names: Mapping[Value, str], reached: set[Value]) -> Step:
    """The Step that runs v._backward(), on the gradients as they are."""
    slopes = local_slopes(v)
    grads = {o: o.grad for o in v._prev}
    visit = run(v, (v, *grads))
    formula: list[str] = []
    numbers: list[str] = []
    changes: list[Change] = []

    def note(o: Value, after: float) -> None:
        changes.append(change(o, grads[o], index, reached, after))
        grads[o] = after

    for o, after, in_names, in_numbers in contributions(v, visit, names) if visit else ():
        formula.append(in_names)
        numbers.append(in_numbers)
        note(o, after)
    for o, before in list(grads.items()):  # what no line that we can read accounts for
        if not same(before, o.grad):
            slope = sum(s for s, p in zip(slopes, v._prev) if p is o)
            formula.append(f"{attribute(names[o], 'grad')} += {slope!r} * {attribute(names[v], 'grad')}")
            holds = same(before + slope * v.grad, o.grad)
            numbers.append(
                f"{float(before)!r} + {slope!r} * {float(v.grad)!r} = {float(o.grad)!r}"
                if holds
                else f"{float(before)!r} became {float(o.grad)!r}"
            )
        if o not in reached or not same(before, o.grad):
            note(o, o.grad)
    return Step("backward", index[v], v._op, tuple(formula), tuple(numbers), lines(visit), tuple(changes), slopes)


def run(v: Value, watched: Iterable[Value]) -> Visit | None:
    """Call v._backward(); its Visit, or None if it is no Python function."""
    code = getattr(v._backward, "__code__", None)
    if code is None:
        v._backward()
        return None
    _, visits = follow(v._backward, lambda c: c is code, lambda: {o: o.grad for o in watched})
    return visits[-1]


def contributions(v: Value, visit: Visit, names: Mapping[Value, str]) -> Iterator[tuple[Value, float, str, str]]:
    """(operand, its gradient after, formula, numbers) for every line that sets the gradient of a value watched."""
    again = maker(v)
    constants = again.constants if again else frozenset[str]()
    for statement, now, then in ran(visit):
        if statement.target is None or statement.target.field != "grad":
            continue
        scope = Scope(now.known, names, now.watched, constants)
        target = scope.value_at(statement.target)
        if target is not None and target in v._prev:
            after = float(then.watched[target])
            value = (statement.target, f" {statement.op} ", *statement.value) if statement.op else statement.value
            yield (
                target,
                after,
                f"{scope.name(statement.target)} {statement.op}= {scope.in_names(statement.value)}",
                equation(scope.in_numbers(value), after),
            )


def change(
    v: Value, before: float, index: Mapping[Value, int], reached: set[Value], after: float | None = None
) -> Change:
    known = v in reached
    reached.add(v)
    return Change(index[v], "grad", float(before) if known else None, float(v.grad if after is None else after))
