"""What values are called on a tape.

A value without a name of its own is called by its text: `a + b`, `e + 1`. Where a tape has two of the same text, the
second is `e + 1 (2)`: the mark keeps names unique, and is not shown.

Offers `unique_names`, `expression` (an op written out), `attribute` (a name before a dot), `unmarked` (a name without
its mark), `readable` (a name as one writes it by hand), `is_written_out` and `clipped`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from ..engine import Value
from ..ops import SUPERSCRIPTS, word_of

LONGEST = 32  # characters: a longer expression is called by its number instead
LONGEST_LABEL = 60  # a longer label is cut


def unique_names(order: Iterable[Value], namespace: Mapping[str, object]) -> dict[Value, str]:
    """{value: name} for values in topological order.

    The name is the label; else the name that the namespace {name: anything} has for the value; else the op written
    out, in which a number is that number, or v and the value's place in the order where that is too long.
    """
    found = {id(v): name for name, v in namespace.items() if isinstance(v, Value) and not name.startswith("_")}
    names: dict[Value, str] = {}
    taken: set[str] = set()
    counts: dict[str, int] = {}  # how often a text was met
    for i, v in enumerate(order):
        name = clipped(str(v.label or found.get(id(v), "")), LONGEST_LABEL)
        if name:
            names[v] = free(name, taken)
        else:
            text = expression(v._op, [unmarked(names[o]) for o in v._prev]) if v._prev else str(v.data)
            if len(text) > LONGEST:
                names[v] = free(f"v{i}", taken)
            else:
                counts[text] = counts.get(text, 0) + 1
                names[v] = text if counts[text] == 1 and text not in taken else marked(text, counts[text], taken)
        taken.add(names[v])
    return names


def marked(text: str, count: int, taken: set[str]) -> str:
    """The text with a mark that no other name has: 'e + 1 (2)'."""
    while (name := f"{text} ({max(count, 2)})") in taken:
        count += 1
    return name


def unmarked(name: str) -> str:
    """A name as it is shown: 'e + 1' for 'e + 1 (2)'."""
    return re.sub(r" \(\d+\)$", "", name)


def is_written_out(name: str) -> bool:
    """Whether a name is a piece of an expression, or a number, and no word."""
    return not re.fullmatch(r"[^\W\d]\w*", name) or bool(re.fullmatch(r"v\d+", name))


def free(name: str, taken: set[str]) -> str:
    """name, or name_2, name_3, ... if it is taken."""
    candidate, n = name, 2
    while candidate in taken:
        candidate, n = f"{name}_{n}", n + 1
    return candidate


def expression(op: str, operands: Sequence[str]) -> str:
    """op applied to operands, written out: a + b, (a + b) * c, a**2, tanh(a).

    What the engine makes of a - b and a / b (a + b * -1, a * b**-1) is written as it was meant.
    """
    if op == "*" and operands[1] == "-1":
        return "-" + bracketed(operands[0], FACTOR)
    if op == "+" and operands[1].startswith("-") and holds(operands[1][1:], FACTOR):
        return f"{operands[0]} - {operands[1][1:]}"
    if op == "*" and operands[1].endswith("**-1") and holds(below := operands[1].removesuffix("**-1"), ATOM):
        return f"{bracketed(operands[0], FACTOR)} / {below}"
    if op.startswith("**") and len(operands) == 1:
        return bracketed(operands[0], ATOM) + op
    if op == "+" and len(operands) == 2:
        return f"{operands[0]} + {bracketed(operands[1], FACTOR)}"
    if len(operands) == 2 and not op.isalnum():
        return f" {op} ".join(bracketed(o, FACTOR) for o in operands)
    return f"{word_of(op)}({', '.join(operands)})"


WORD = r"[^\W\d]\w*"
CALL = WORD + r"(\([^()]*\))?"  # a, relu(a)
ATOM = rf"{CALL}|[\d.]+(e[+-]?\d+)?"  # 2.0
FACTOR = rf"({ATOM})(\*\*[\d.-]+)?( \* ({ATOM}))*"  # a**2, a * b


def attribute(name: str, field: str) -> str:
    """name.field, with the name in parentheses where it is more than a word: a.grad, (a + b).grad."""
    return f"{bracketed(name, CALL)}.{field}"


def holds(text: str, kind: str) -> bool:
    """Whether a text is of this kind, or stands in parentheses of its own."""
    if re.fullmatch(kind, text):
        return True
    depths = list(accumulate((c == "(") - (c == ")") for c in text))
    return text.startswith("(") and depths[-1] == 0 and all(depths[:-1])


def bracketed(name: str, kind: str) -> str:
    return name if re.fullmatch(kind, name) else f"({name})"


def readable(name: str) -> str:
    """A name that is written out, as one would write it by hand: x × x for x * x, x³ for x**3, −1 for -1."""
    name = unmarked(name)
    name = re.sub(r"\*\*(-?[\d.]+)", lambda power: power[1].removesuffix(".0").translate(SUPERSCRIPTS), name)
    return re.sub(r"(?<=[ (])-(?=[\d ])|^-(?=\d)", "−", name.replace(" * ", " × "))


def clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
