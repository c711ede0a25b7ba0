"""One op forward: its lines, and what they say.

Offers `forward_step`.
"""

from collections.abc import Mapping

from ..engine import Value
from .follow import Visit, follow
from .names import attribute, expression
from .records import Change, Step
from .replay import Maker, argument_names, maker, same
from .scope import Scope, equation
from .source import lines, ran


def forward_step(v: Value, index: Mapping[Value, int], names: Mapping[Value, str], visit: Visit | None = None) -> Step:
    """The Step that computes v. visit: the call that made it, if that was watched; else it is made once more."""
    made, again = v, maker(v)
    if visit is None and again:
        visit, made = make(again, v)
    constants = again.constants if again else frozenset[str]()
    formula, numbers = told(visit, made, names[v], names, constants) if visit else ((), ())
    if not formula:
        operands = [repr(float(o.data)) for o in v._prev]
        applied = expression(v._op, [attribute(names[o], "data") for o in v._prev])
        formula = (f"{attribute(names[v], 'data')} = {applied}",)
        # An op that gives another number now was computed before its operands' data were changed.
        numbers = (
            repr(float(v.data)) if again and not visit else f"{expression(v._op, operands)} = {float(v.data)!r}",
        )
    return Step(
        "forward", index[v], v._op, formula, numbers, lines(visit), (Change(index[v], "data", None, float(v.data)),), ()
    )


def make(again: Maker, v: Value) -> tuple[Visit | None, Value]:
    """(the visit in which again() makes v's double, the double); (None, v) if that does not come out the same."""
    try:
        _, visits = follow(again, lambda code: code is again.function.__code__)
    except Exception:  # the reader's op may do anything
        return None, v
    for visit in visits:
        for double in visit.made:
            if double._op == v._op and double._prev == v._prev and same(double.data, v.data):
                return visit, double
    return None, v


def told(
    visit: Visit, made: Value, name: str, names: Mapping[Value, str], constants: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(formulas, the same in numbers) of the lines that compute a number, up to the one that makes the value `name`.

    Lines that set an argument of the op anew are left out: they look after what was given.
    """
    arguments = argument_names(visit.code)
    formula: list[str] = []
    numbers: list[str] = []
    for statement, now, then in ran(visit):
        before, after = Scope(now.known, names, {}, constants), Scope(then.known, names, {}, constants)
        variable = statement.target if statement.target and not statement.target.field else None
        if statement.made and (statement.target is None or (variable and after.look(variable.base) is made)):
            formula.append(f"{attribute(name, 'data')} = {before.in_names(statement.made)}")
            numbers.append(equation(before.in_numbers(statement.made), float(made.data)))
            return tuple(formula), tuple(numbers)
        if variable and variable.text not in arguments and after.number(variable) is not None:
            formula.append(f"{variable.text} {statement.op}= {before.in_names(statement.value)}")
            numbers.append(equation(before.in_numbers(statement.value), after.number(variable)))
    return (), ()
