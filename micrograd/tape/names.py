"""What values are called on a tape.

Offers `unique_names`, `expression` (an op written out), `attribute` (a name before a dot), `readable` (a name as one
writes it by hand) and `clipped`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from ..engine import Value
from ..ops import word_of

LONGEST = 12  # a longer expression is called by its number instead
LONGEST_LABEL = 60  # a longer label is cut


def unique_names(order: Iterable[Value], namespace: Mapping[str, object]) -> dict[Value, str]:
    """{value: name} for values in topological order.

    The name is the label; else the name that the namespace {name: anything} has for the value; else the op written
    out, or the number of a leaf, if that is short and not taken; else v and the value's place in the order.
    """
    found = {id(v): name for name, v in namespace.items() if isinstance(v, Value) and not name.startswith("_")}
    names: dict[Value, str] = {}
    taken: set[str] = set()
    for i, v in enumerate(order):
        name = clipped(str(v.label or found.get(id(v), "")), LONGEST_LABEL)
        if not name:
            name = expression(v._op, [names[o] for o in v._prev]) if v._prev else str(v.data)
            if len(name) > LONGEST or name in taken:
                name = f"v{i}"
        names[v] = free(name, taken)
        taken.add(names[v])
    return names


def free(name: str, taken: set[str]) -> str:
    """name, or name_2, name_3, ... if it is taken."""
    candidate, n = name, 2
    while candidate in taken:
        candidate, n = f"{name}_{n}", n + 1
    return candidate


def expression(op: str, operands: Sequence[str]) -> str:
    """op applied to operands, written out: a + b, (a + b) * c, a**2, tanh(a)."""
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


def bracketed(name: str, kind: str) -> str:
    return name if re.fullmatch(kind, name) else f"({name})"


SUPERSCRIPTS = str.maketrans("-.0123456789", "⁻·⁰¹²³⁴⁵⁶⁷⁸⁹")


def readable(name: str) -> str:
    """A name that is written out, as one would write it by hand: x × x for x * x, x³ for x**3, −1 for -1."""
    name = re.sub(r"\*\*(-?[\d.]+)", lambda power: power[1].removesuffix(".0").translate(SUPERSCRIPTS), name)
    return re.sub(r"(?<=[ (])-(?=[\d ])|^-(?=\d)", "−", name.replace(" * ", " × "))


def clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
