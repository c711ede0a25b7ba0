"""What a whole program has and an expression does not need: imports, prints, its own backward pass.

Such lines are taken and left out. Offers `why_unneeded` (of a statement), `modules_of` (the names that an import would
give), `label_of` (of e.label = 'e') and `sentences` (what is said of them).
"""

import ast
from collections.abc import Iterable, Sequence

WHY = {
    "import": "Value is there already",
    "show": "every number stands in the graph",
    "backward": "the button Backward runs the backward pass",
    "label": "a box is called by its variable",
    "magic": "that is for a notebook",
    "module": "nothing of it is drawn",
}
SHOWING = ("print", "display", "draw_dot", "show", "trace")
PASSING_BACK = ("backward", "_backward", "zero_grad")


def why_unneeded(node: ast.stmt, modules: frozenset[str]) -> str:
    """A key of WHY; '' for a statement that is needed, or wrong. modules: the names that imports would give."""
    match node:
        case ast.Import() | ast.ImportFrom():
            return "import"
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))) if name in SHOWING:
            return "show"
        case ast.Expr(value=ast.Attribute(value=ast.Name(), attr="data" | "grad" | "label")):
            return "show"
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))) if name in PASSING_BACK:
            return "backward"
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr="grad")]):
            return "backward"
        case ast.Expr(value=ast.Call(func=ast.Attribute() as function)) if root_of(function) in modules:
            return "module"
    return ""


def root_of(node: ast.expr) -> str:
    """The name with which a.b.c begins."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def modules_of(node: ast.stmt) -> frozenset[str]:
    """The names that an import would give."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return frozenset()
    return frozenset((alias.asname or alias.name).partition(".")[0] for alias in node.names) - {"Value"}


def label_of(node: ast.stmt) -> tuple[str, str] | None:
    """(name, label) of e.label = 'product'."""
    match node:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Name(id=name), attr="label")], value=ast.Constant(value=str(label))
        ):
            return name, label
    return None


def sentences(unneeded: Iterable[tuple[int, str]]) -> list[str]:
    """'Lines 1 and 2 are not needed here: Value is there already.'"""
    found: dict[str, list[int]] = {}
    for line, why in unneeded:
        found.setdefault(why, []).append(line)
    return [f"{lines_of(numbers)} not needed here: {WHY[why]}." for why, numbers in found.items()]


def lines_of(numbers: Sequence[int]) -> str:
    """'Line 3 is', 'Lines 3 and 5 are', 'Lines 3, 5 and 2 more are'."""
    if len(numbers) == 1:
        return f"Line {numbers[0]} is"
    if len(numbers) > 4:
        return f"Lines {', '.join(map(str, numbers[:3]))} and {len(numbers) - 3} more are"
    return f"Lines {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} are"
