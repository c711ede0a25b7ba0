"""The table of operations: all that is known of an op stands in its row, and everything else is derived from the rows.

    OPS["tanh"].function(0.5)           # 0.462..., a float
    op_of("**3.0")                      # the row of powers, with its exponent
    methods(), activations()            # {"tanh": its row, ...}: read off the table each time they are asked for

A row says what an op computes, how it is differentiated, how each backend of the compiler writes it, what it is called
in a picture and aloud, and whether a neuron can bend its sum with it. To add an op, write its method in engine.py and
its row here. A row without a word on NumPy or WebAssembly works there too, if it has a `formula` in terms of other ops.

`function` computes with floats and, as IEEE 754 has it, never stops: inf and nan are results. `slopes` and `formula`
calculate with anything that has operators; the compiler hands them entries of its code (compiler/term.py), and what
they write becomes part of the program. They multiply in the order in which engine.py does, so that the rounding (and
inf * 0) is the engine's.

Offers `OPS`, `Op`, `Domain`, `op_of`, `symbol_of`, `spoken_of`, `word_of`, `methods`, `activations`,
`activation_function` and `activation_title`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from . import scalar

__all__ = [
    "OPS",
    "Domain",
    "Op",
    "activation_function",
    "activation_title",
    "activations",
    "methods",
    "op_of",
    "spoken_of",
    "symbol_of",
    "word_of",
]

Number = Any  # what rules calculate with: it adds, multiplies, divides, and applies an op by its name
Rule = Callable[..., Number]
SUM, PRODUCT, CALL = 1, 2, 4  # how tightly an op binds; a power would be 3


@dataclass(frozen=True)
class Domain:
    """Where an op is not defined, and what an error says of that."""

    excludes: Callable[[float], bool]  # of a number: is the op not defined there?
    words: str  # how the error goes on after naming op and value


@dataclass(frozen=True)
class Op:
    """One operation.

    name        as Value._op has it
    function    numbers in, number out
    method      of Value, '' if there is none: such an op appears in derivatives and updates only
    slopes      for each operand a rule (result, *operands, gradient of the result) -> what the operand's gradient grows
                by
    arity       how many operands it takes
    infix       the operator between its operands, '' for a function; `binds`: how tightly
    call        its name as a function in printed Python; the method's name unless said otherwise
    symbol      as it is drawn, `spoken`: as it is said; its name unless said otherwise
    numpy       given the module numpy, the same function of arrays
    wasm        lane instructions (see backends/wasm/lanes.py), or the name of a function's body in wasm/maths.py
    formula     the op in terms of others, for backends that have nothing of their own for it
    activation  can it bend a neuron's sum? It is called by its name in lower case then
    commutes    is a op b the same as b op a?
    domain      where the engine refuses it
    parameters  numbers in its name: the exponent of a power. Function and rules get them after the operands
    """

    name: str
    function: Callable[..., float]
    method: str = ""
    slopes: tuple[Rule, ...] = ()
    arity: int = 1
    infix: str = ""
    binds: int = CALL
    call: str = ""
    symbol: str = ""
    spoken: str = ""
    numpy: Callable[[Any], Callable[..., Any]] | None = None
    wasm: tuple[Any, ...] | str = ()
    formula: Rule | None = None
    activation: bool = False
    commutes: bool = False
    domain: Domain | None = None
    parameters: tuple[float, ...] = ()

    def __repr__(self) -> str:
        return f"Op({self.name!r})"

    def compute(self, *numbers: float) -> float:
        """The op on plain numbers."""
        return self.function(*numbers, *self.parameters)

    def slope(self, k: int, out: Number, operands: tuple[Number, ...], g: Number) -> Number:
        """What the gradient of operand k grows by, when that of the result, `out`, is g."""
        return self.slopes[k](out, *operands, *self.parameters, g)

    @property
    def word(self) -> str:
        """Its name as a function in printed Python."""
        return self.call or self.method or self.name


def positive(x: Number) -> Number:
    """1.0 where x is above 0, else 0.0."""
    return x.apply("positive")


def sigmoid(x: Number) -> Number:
    return x.apply("sigmoid")


def numpy_sigmoid(np: Any) -> Callable[[Any], Any]:
    def sigmoid(x: Any) -> Any:
        e = np.exp(-np.abs(x))
        return np.where(x >= 0, 1.0, e) / (1.0 + e)

    return sigmoid


def numpy_power(np: Any) -> Callable[[Any, float], Any]:
    def power(x: Any, k: float) -> Any:
        x = np.asarray(x, float)
        return 1.0 / x if k == -1 else x * x if k == 2 else np.power(x, k)

    return power


ROWS = (
    Op(
        "+",
        operator.add,
        "__add__",
        slopes=(lambda out, a, b, g: g, lambda out, a, b, g: g),
        arity=2,
        infix="+",
        binds=SUM,
        spoken="plus",
        wasm=("T.add",),
        commutes=True,
    ),
    Op(
        "*",
        operator.mul,
        "__mul__",
        slopes=(lambda out, a, b, g: b * g, lambda out, a, b, g: a * g),
        arity=2,
        infix="*",
        binds=PRODUCT,
        symbol="×",
        spoken="times",
        wasm=("T.mul",),
        commutes=True,
    ),
    Op(
        "**",  # and an exponent: '**2'
        scalar.power,
        "__pow__",
        slopes=(lambda out, a, k, g: k * a ** (k - 1) * g,),
        call="power",
        spoken="to the power",
        numpy=numpy_power,
        wasm="power",
    ),
    Op(
        "ReLU",
        scalar.relu,
        "relu",
        slopes=(lambda out, a, g: positive(out) * g,),
        symbol="relu",
        numpy=lambda np: lambda x: np.maximum(x, 0.0),
        wasm=("T.const", 0.0, "T.max"),
        activation=True,
    ),
    Op(
        "tanh",
        scalar.tanh,
        "tanh",
        slopes=(lambda out, a, g: (1 - out * out) * g,),
        numpy=lambda np: np.tanh,
        wasm="tanh",
        activation=True,
    ),
    Op(
        "sigmoid",
        scalar.sigmoid,
        "sigmoid",
        slopes=(lambda out, a, g: out * (1 - out) * g,),
        symbol="σ",
        numpy=numpy_sigmoid,
        wasm="sigmoid",
        activation=True,
    ),
    Op(
        "exp",
        scalar.exp,
        "exp",
        slopes=(lambda out, a, g: out * g,),
        numpy=lambda np: np.exp,
        wasm="exp",
    ),
    Op(
        "log",
        scalar.log,
        "log",
        slopes=(lambda out, a, g: a**-1 * g,),
        numpy=lambda np: np.log,
        wasm="log",
        domain=Domain(lambda x: x <= 0, "only a number above 0 has a logarithm"),
    ),
    Op(
        "sqrt",
        scalar.sqrt,
        "sqrt",
        slopes=(lambda out, a, g: 0.5 * out**-1 * g,),
        symbol="√",
        spoken="square root",
        numpy=lambda np: lambda x: np.sqrt(x) + 0.0,
        wasm=("T.sqrt", "T.const", 0.0, "T.add"),
        domain=Domain(lambda x: x < 0, "a number below 0 has no real root"),
    ),
    Op(
        "abs",
        abs,
        "abs",
        slopes=(lambda out, a, g: (positive(a) - positive(-a)) * g,),
        symbol="|x|",
        spoken="absolute value",
        numpy=lambda np: np.abs,
        wasm=("T.abs",),
    ),
    Op(
        "sin",
        scalar.sin,
        "sin",
        slopes=(lambda out, a, g: a.apply("cos") * g,),
        spoken="sine",
        numpy=lambda np: np.sin,
        wasm="sin",
    ),
    Op(
        "cos",
        scalar.cos,
        "cos",
        slopes=(lambda out, a, g: -a.apply("sin") * g,),
        spoken="cosine",
        numpy=lambda np: np.cos,
        wasm="cos",
    ),
    Op(
        "softplus",
        scalar.softplus,
        "softplus",
        slopes=(lambda out, a, g: sigmoid(a) * g,),
        symbol="soft",
        numpy=lambda np: lambda x: np.logaddexp(x, 0.0),
        wasm="softplus",
        activation=True,
    ),
    Op(
        "leaky ReLU",
        scalar.leaky_relu,
        "leaky_relu",
        slopes=(lambda out, a, g: (0.01 + 0.99 * positive(out)) * g,),
        symbol="leak",
        formula=lambda x: x * (0.01 + 0.99 * positive(x)),
        activation=True,
    ),
    Op(
        "GELU",
        scalar.gelu,
        "gelu",
        slopes=(lambda out, a, g: scalar.gelu_slope(a, sigmoid) * g,),
        symbol="gelu",
        formula=lambda x: scalar.gelu(x, sigmoid),
        activation=True,
    ),
    # What derivatives, updates and the count of right answers are made of besides.
    Op("-", operator.sub, arity=2, infix="-", binds=SUM, wasm=("T.sub",)),
    Op("/", scalar.divide, arity=2, call="divide", numpy=lambda np: np.divide, wasm=("T.div",)),
    Op("raised", scalar.power, arity=2, call="power", wasm="whole_power"),  # to a whole number that is not known yet
    Op(
        "positive",
        lambda a: float(a > 0),
        numpy=lambda np: lambda x: (x > 0) * 1.0,
        wasm=("T.const", 0.0, "T.gt", "T.one"),
    ),
    Op(
        "same",
        lambda a, b: float(a == b),
        arity=2,
        numpy=lambda np: lambda a, b: (a == b) * 1.0,
        wasm=("T.eq", "T.one"),
    ),
)
# {name, as Value._op has it: row}. A new row is known everywhere: tape, compiler, pictures, activations.
OPS = {op.name: op for op in ROWS}


def op_of(name: str) -> Op:
    """The row of the op of this name; for '**3.0', that of powers with its exponent. KeyError if there is none."""
    return OPS[name] if name in OPS else power_of(name)


@cache
def power_of(name: str) -> Op:
    if not name.startswith("**"):
        raise KeyError(name)
    try:
        exponent = float(name[2:])
    except ValueError:
        raise KeyError(name) from None
    row = replace(OPS["**"], name=name, parameters=(exponent,))
    return replace(row, wasm=("T.sqrt",)) if exponent == 0.5 else row


SUPERSCRIPTS = str.maketrans("-.0123456789", "⁻·⁰¹²³⁴⁵⁶⁷⁸⁹")


def symbol_of(name: str) -> str:
    """An op as it is drawn: × for '*', x² for '**2'. An op that is not in the table is drawn by its name."""
    if name.startswith("**"):
        power = f"x{name[2:].removesuffix('.0').translate(SUPERSCRIPTS)}"
        return power if len(power) <= 4 else "xⁿ"
    return OPS[name].symbol or name if name in OPS else name


def spoken_of(name: str) -> str:
    """An op as it is said: 'times', 'to the power 2'. An op that is not in the table is said by its name."""
    if name.startswith("**"):
        return f"{OPS['**'].spoken} {name[2:]}"
    return OPS[name].spoken or name if name in OPS else name


def word_of(name: str) -> str:
    """An op as a function is written: 'relu', 'leaky_relu'. An op that is not in the table: its name in lower case."""
    return OPS[name].word if name in OPS else name.lower()


def methods() -> dict[str, Op]:
    """{name of a method of Value: its row} for the ops that one calls by name, not by an operator."""
    return {op.method: op for op in OPS.values() if op.method and not op.method.startswith("_")}


def activations() -> dict[str, Op]:
    """{name: row} of the ops that can bend a neuron's sum."""
    return {op.name.lower(): op for op in OPS.values() if op.activation}


def activation_function(name: str) -> Callable[[float], float]:
    """What the activation of this name does to a number; 'linear' does nothing. KeyError if there is none."""
    return float if name == "linear" else activations()[name].function


def activation_title(name: str) -> str:
    """The name of an activation as people write it: ReLU for 'relu'."""
    return name if name == "linear" else activations()[name].name
