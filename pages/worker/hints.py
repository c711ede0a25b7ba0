"""Advice, in plain words, on the mistakes that are made with this engine.

Offers `hint(error)` (None where there is nothing to say that the error does not say itself) and `remarks(tree)`, on a
program that runs but probably does not do what is meant.
"""

import ast
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from micrograd.ops import methods

METHODS = sorted(name for name in methods() if hasattr(math, name))  # what both math and a Value have


class Hint(NamedTuple):
    """Advice on errors of this type whose message has `pattern` in it."""

    error: type[Exception]
    pattern: str
    advice: str


HINTS = [
    Hint(
        AttributeError,
        r"'(list|tuple)' object has no attribute 'backward'",
        "A list has no gradient. Make one number of it first: sum(losses).backward()",
    ),
    Hint(
        AttributeError,
        rf"'(float|int)' object has no attribute '(backward|grad|data|{'|'.join(methods())}|_\w+)'",
        "This is a plain number, which does not remember how it was made. Start from Value(…), and use x.exp() or "
        "x.tanh(), not math.exp(x), which returns a plain number",
    ),
    Hint(
        AttributeError,
        r"Value'? (object )?has no (attribute ')?(zero_grad|parameters|step)\b",
        "zero_grad() and parameters() belong to a model: model.zero_grad(). For one value: x.grad = 0",
    ),
    Hint(
        AttributeError,
        r"Value'? (object )?has no (attribute ')?(softmax|mean|sum|item|numpy)\b",
        f"The engine has + - * / **, {', '.join(methods())}; x.data is the plain number",
    ),
    Hint(
        TypeError,
        r"'Value' object is not (iterable|subscriptable)",
        "A network with one output returns one Value, not a list: write out = model(x), without [0]",
    ),
    Hint(
        TypeError,
        r"'Value' object is not callable",
        "A Value stands where a function should be. Is a name used twice, or a * missing, as in w * (x)?",
    ),
    Hint(
        TypeError,
        r"'(float|int)' object is not callable",
        "Is a * missing, as in 2 * (x + 1)? Or is a name used twice?",
    ),
    Hint(
        TypeError,
        r"'\w+' object is not callable",
        "Was one of Python’s own names, such as print or sum, used for something else, perhaps in an earlier run? "
        "Restart clears all names",
    ),
    Hint(
        TypeError,
        r"unsupported operand type.*(list|tuple).*|.*not list$|.*needs a number, not (list|tuple)|"
        r".*list of \d+ numbers, not",
        "An op works on single values. For a list, go through it: sum(w * x for w, x in zip(ws, xs))",
    ),
    Hint(TypeError, r"NoneType", "backward() returns nothing; look at x.grad afterwards"),
    Hint(
        ValueError,
        r"inputs?, but was given",
        "The shape does not fit: MLP(2, …) takes two numbers at a time, model([x, y]). For many points, call it for "
        "each",
    ),
    Hint(
        ValueError,
        r"draw.boundary needs samples with|this network has \d+ inputs",
        "A map of two inputs can be shown, or a curve over one: MLP(2, [8, 8, 1]), MLP(1, [8, 1])",
    ),
    Hint(NameError, r"name 'np' is not defined", "import numpy as np comes first"),
    Hint(NameError, r"name '(plt|nx|torch|nn)' is not defined", "That library is not here; show(…) draws"),
    Hint(
        RecursionError,
        r"",
        "A function calls itself without end. A condition under which it stops is missing, or never comes true",
    ),
    Hint(MemoryError, r"", "The cell has 512 MB. Keep fewer numbers at once; Restart frees all memory"),
    Hint(OSError, r".*", "The cell has no network, no other programs and no files of yours"),
    Hint(RuntimeError, r"can't start new thread", "The cell has one thread: write the work one after another"),
    Hint(
        RuntimeError,
        r"dictionary changed size|cannot be called from a running event loop",
        "The cell runs plain programs, one at a time",
    ),
    Hint(OverflowError, r"", "A number grew past what a float can hold. In training: is the rate too large?"),
    Hint(IndexError, r"", "The list is shorter than the program thinks; len(…) tells how long it is"),
    Hint(TabError, r"", "Some lines begin with tabs, others with spaces: use spaces"),
    Hint(IndentationError, r"", "Lines that belong together begin equally far to the right"),
    Hint(SyntaxError, r"await.* outside", "The cell runs plain programs; await is not needed"),
]


def hint(error: BaseException) -> str | None:
    """One or two sentences on this error, or None."""
    try:
        message = str(error)
    except BaseException:  # its words are its own affair
        return None
    for kind, pattern, advice in HINTS:
        if isinstance(error, kind) and re.search(pattern, message[:2000]):
            return advice if advice.endswith("?") else advice + "."
    return None


def remarks(tree: ast.Module) -> list[str]:
    """Sentences on a program that was parsed: gradients that are never set to 0, a method that is not called."""
    return [remark for look in (gradients_add_up, graph_ends, method_not_called) if (remark := look(tree))]


def gradients_add_up(tree: ast.Module) -> str | None:
    for loop in ast.walk(tree):
        if (
            isinstance(loop, (ast.For, ast.While))
            and calls(loop, "backward")
            and changes_data(loop)
            and not clears(loop)
        ):
            return (
                f"The loop in line {loop.lineno} calls backward() but never sets the gradients to 0, so they add up "
                "over its steps: model.zero_grad() before backward()."
            )
    return None


def graph_ends(tree: ast.Module) -> str | None:
    call = first_math_call(tree)
    if call is None:
        return None
    function, name, line = call
    instead = (
        f"{name}.{function}() goes on with it"
        if function in METHODS
        else f"the engine has {', '.join(METHODS)} and ** for Values"
    )
    return (
        f"{function}({name}) in line {line} takes the plain number out of {name}, and the graph ends there: {instead}."
    )


def method_not_called(tree: ast.Module) -> str | None:
    match tree.body[-1:]:
        case [ast.Expr(value=ast.Attribute(attr="backward" | "zero_grad" | "parameters" as method), lineno=line)]:
            return f"Line {line} names {method} but does not call it: {method}() does."
    return None


def first_math_call(tree: ast.Module) -> tuple[str, str, int] | None:
    """(function, name, line) of the first call of a function of math on a Value that the program made."""
    nodes = list(ast.walk(tree))
    values = {
        target.id
        for n in nodes
        if isinstance(n, ast.Assign) and makes_value(n.value)
        for target in n.targets
        if isinstance(target, ast.Name)
    }
    imported = {
        name.asname or name.name: name.name
        for n in nodes
        if isinstance(n, ast.ImportFrom) and n.module == "math"
        for name in n.names
    }
    for n in nodes:
        match n:
            case ast.Call(func=ast.Attribute(value=ast.Name("math"), attr=function), args=[ast.Name(name)]) if (
                name in values
            ):
                return function, name, n.lineno
            case ast.Call(func=ast.Name(alias), args=[ast.Name(name)]) if alias in imported and name in values:
                return imported[alias], name, n.lineno
    return None


def makes_value(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Value"


def calls(tree: ast.AST, name: str) -> bool:
    return any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == name for n in ast.walk(tree)
    )


def assigned(tree: ast.AST) -> Iterator[ast.expr]:
    for n in ast.walk(tree):
        if isinstance(n, ast.AugAssign):
            yield n.target
        elif isinstance(n, ast.Assign):
            yield from n.targets


def changes_data(tree: ast.AST) -> bool:
    return any(isinstance(target, ast.Attribute) and target.attr == "data" for target in assigned(tree))


def clears(tree: ast.AST) -> bool:
    """Whether gradients are set anywhere in it, or graphs built anew from new leaves."""
    sets = any(isinstance(target, ast.Attribute) and target.attr == "grad" for target in assigned(tree))
    return sets or calls(tree, "zero_grad") or any(makes_value(n) for n in ast.walk(tree))
