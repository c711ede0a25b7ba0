"""Why a text is no expression, in words that help.

Offers `Problem`, `allowed` (what may stand in a text), `kind` (what a piece of Python is called) and `did_you_mean`.
"""

import ast
from collections.abc import Iterable
from difflib import get_close_matches

from micrograd.ops import methods


def allowed() -> str:
    """What may stand in a text."""
    *others, last = (f".{name}()" for name in methods())
    return (
        f"Allowed are names, numbers, + - * / **, parentheses, Value(…), comments, and {', '.join(others)} and {last}"
    )


class Problem(Exception):
    """line: where, from 1; what: is wrong; allowed: what there could be instead."""

    def __init__(self, line: int, what: str, instead: str = "") -> None:
        self.line, self.what, self.allowed = line, what, instead or allowed()
        super().__init__(f"Line {line}: {what}. {self.help}")

    @property
    def help(self) -> str:
        """What there could be instead, as a sentence."""
        return self.allowed if self.allowed.endswith("?") else f"{self.allowed}."


KINDS = {
    ast.ListComp: "a comprehension", ast.SetComp: "a comprehension", ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a comprehension", ast.Compare: "a comparison", ast.Subscript: "[ ]", ast.List: "a list",
    ast.Dict: "a dict", ast.Set: "a set", ast.Tuple: "a tuple inside an expression", ast.Starred: "*",
    ast.Import: "import", ast.ImportFrom: "import", ast.NamedExpr: ":=", ast.JoinedStr: "a string", ast.Slice: "a slice", ast.AnnAssign: "an annotation", ast.Constant: "this",
}  # fmt: skip


def kind(node: ast.AST) -> str:
    """What a piece of Python is called in a message."""
    if isinstance(node, ast.Attribute):
        return f"the attribute .{node.attr}"
    if isinstance(node, ast.Call):
        return (
            f"the call of {ast.unparse(node.func)[:40]}"
            if isinstance(node.func, (ast.Name, ast.Attribute))
            else "this call"
        )
    return KINDS.get(type(node), "this")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """'Did you mean Value?', where a known name is written almost like this one; else ''."""
    names = list(known)
    same = [one for one in names if one.lower() == name.lower()]
    near = same or get_close_matches(name, names, 1, 0.6)
    return f"Did you mean {near[0]}?" if near else ""
