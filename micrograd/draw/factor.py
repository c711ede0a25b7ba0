"""The local derivative that a gradient meets on its way back over one wire, as the engine's own line computes it.

    factor_of(tape, k, 0)     # of (a + b) * c, back to a + b: Factor('4.0', '4.0', '×', (3,), …): the number of c
    factor_of(tape, k, 0)     # of tanh(n): Factor('1 − 0.71²', '0.5', '·', (9,), …)

Offers `factor_of`, `Factor`, and `formula_of` (the line that has it).
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..tape.names import attribute, unmarked
from ..tape.records import Node, Step
from .moment import GraphInTime
from .scale import fit, short

MOST = 9  # characters that an expression may have beside an op; a longer one is shown as the number that it is
POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True)
class Factor:
    """expression: as the line has it, in numbers: '1 − 0.71²'; number: what that is: '0.5'; sign: × where it is another
    value's number, else ·; sources: the nodes whose data stand in it; data: whether it is nothing but one's data;
    adds: whether the line adds its product to the gradient with +=, as it should.
    """

    expression: str
    number: str
    sign: str
    sources: tuple[int, ...]
    data: bool = False
    adds: bool = True


def factor_of(tape: GraphInTime, k: int, wire: int) -> Factor:
    """The factor that step k, a step back through an op, has for one of the op's operands."""
    step, nodes = tape.steps[k], tape.nodes
    operands = nodes[step.node].operands
    number = whole(step.locals[wire])
    names, numbers, adds = line_of(step, nodes, operands, wire)
    upstream = attribute(nodes[step.node].name, "grad")
    if not names.endswith(f" * {upstream}"):  # the gradient as it is: 1 ·
        return Factor(number, number, "·", (), adds=adds)
    names = names.removesuffix(f" * {upstream}")
    near = dict.fromkeys((*operands, step.node))
    of = {index: attribute(nodes[index].name, "data") for index in near}
    for index, text in of.items():
        if names in (text, unmarked(nodes[index].name)):  # a constant is written as its number
            data = fit(nodes[index].data, 6)
            return Factor(data, data, "×", (index,), data=True, adds=adds)
    sources = tuple(index for index, text in of.items() if re.search(rf"(?<![\w.]){re.escape(text)}(?!\w)", names))
    expression = format_expression(numbers.rsplit(" * ", 1)[0]) if " * " in numbers else ""
    if not expression or len(expression) > MOST or ">" in numbers:
        expression = number
    return Factor(expression, number, "·", sources, adds=adds)


def line_of(step: Step, nodes: Sequence[Node], operands: Sequence[int], wire: int) -> tuple[str, str, bool]:
    """(in names, in numbers) what the engine's line gives the gradient of one operand, and whether it adds it.

    Without such a line: ('', '', True).
    """
    k = line_number(step, nodes, operands, wire)
    if k is None:
        return "", "", True
    adds = " += " in step.formula[k]
    right = step.formula[k].split(" += " if adds else " = ", 1)[1]
    numbers = step.numbers[k].rsplit(" = ", 1)[0] if k < len(step.numbers) else ""
    return right, numbers.split(" + ", 1)[-1] if adds else numbers, adds


def formula_of(tape: GraphInTime, k: int, wire: int) -> int | None:
    """The number of the formula of step k that is about one of its op's operands; None if there is none."""
    return line_number(tape.steps[k], tape.nodes, tape.nodes[tape.steps[k].node].operands, wire)


def line_number(step: Step, nodes: Sequence[Node], operands: Sequence[int], wire: int) -> int | None:
    target = attribute(nodes[operands[wire]].name, "grad")
    mine = [k for k, names in enumerate(step.formula) if re.split(r" \+?= ", names, maxsplit=1)[0] == target]
    nth = operands[:wire].count(operands[wire])
    return mine[nth] if nth < len(mine) else None


def whole(x: float) -> str:
    """A number, without the decimal of a whole one: a slope of 1 is the rule's own 1 and no value."""
    text = fit(x, 6)
    return text.removesuffix(".0")


def format_expression(numbers: str) -> str:
    """'(1 - 0.7071067811865477**2)' as '1 − 0.71²'; '' for what is no arithmetic, or too long."""
    try:
        return written(ast.parse(numbers, mode="eval").body)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return ""


def written(tree: ast.expr) -> str:
    match tree:
        case ast.Constant(value=bool()):
            raise TypeError("no number")
        case ast.Constant(value=int() as value):
            return str(value)
        case ast.Constant(value=float() as value):
            return short(value, 2)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"−{written(operand)}"
        case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
            return raised(base, exponent)
        case ast.Call(func=ast.Name(id="power"), args=[base, exponent]):
            return raised(base, exponent)
        case ast.Call(func=ast.Name(id=name), args=[one]):
            return f"{name}({written(one)})"
        case ast.BinOp(left=left, op=op, right=right):
            sign = {ast.Add: " + ", ast.Sub: " − ", ast.Mult: " · ", ast.Div: " / "}[type(op)]
            return grouped(left, sign) + sign + grouped(right, sign)
    raise TypeError(f"no arithmetic: {ast.dump(tree)}")


def grouped(tree: ast.expr, sign: str) -> str:
    text = written(tree)
    loose = isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add | ast.Sub) and sign in (" · ", " / ")
    return f"({text})" if loose else text


def raised(base: ast.expr, exponent: ast.expr) -> str:
    """A power; the first power is the number itself."""
    power, below = calculated(exponent), written(base)
    if power == 1:
        return below
    above = f"{power:g}"
    if set(above) <= set("0123456789-"):
        return (f"({below})" if below.startswith("−") else below) + above.translate(POWERS)
    return f"{below}^{above}"


def calculated(tree: ast.expr) -> float:
    """What an exponent comes to: a number, or 3 - 1."""
    match tree:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -calculated(operand)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return calculated(left) - calculated(right)
    raise TypeError(f"no exponent: {ast.dump(tree)}")
