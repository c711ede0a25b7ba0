"""From gradients to new parameters.

    optimizer = SGD(model.parameters(), lr=0.1)
    optimizer.zero_grad(); loss.backward(); optimizer.step()

An optimizer is one formula, its `rule`:

    p           a parameter                     g       its gradient
    t           the number of this step, from 1
    m, s, v     what the optimizer remembers of this parameter: 0 before the first step
    lr, ...     hyperparameters, with their defaults
    returns     the new p, and what is to be remembered, in the same order

It is written with operators alone, so that the same lines run on floats (here, one parameter after the other), on
whole arrays of NumPy, and on entries of the compiler's code, which makes WebAssembly of them. A class with a rule and
a row in OPTIMIZERS is all that an optimizer needs.

Hyperparameters are attributes and may be changed between steps; lr may be a function as well, of how many steps have
been taken (schedules.py). `state()` gives what an optimizer remembers as nested
tuples of numbers, (t, m, s, ...); `load(state)` puts it back, `load(None)` begins anew.

Offers `Optimizer`, `SGD`, `Momentum`, `RMSProp`, `Adam`, `AdamW`, `OPTIMIZERS` that lists them by name, and
`resolve_optimizer`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from . import scalar
from .engine import Value
from .schedules import Rate, lr_after
from .spelling import Spelling, did_you_mean, missing_names

__all__ = ["OPTIMIZERS", "SGD", "Adam", "AdamW", "Momentum", "Optimizer", "RMSProp", "resolve_optimizer"]

Number = Any  # a float, an array, or an entry of code: whatever adds, multiplies and divides
State = tuple[Any, ...]  # (t, *one tuple of floats for each thing that is remembered)


class Optimizer(Spelling):
    """What the optimizers share: a class of your own needs a rule, and nothing else.

    parameters  a list of Values, as model.parameters() gives it
    lr          the learning rate, or a function of how many steps have been taken; others by name
    defaults    {name: default} of the hyperparameters
    memory      names of what is remembered
    idea        what becomes of the gradient, said in passing: "Adam divides ..."
    """

    rule: ClassVar[Callable[..., Number]]
    defaults: ClassVar[dict[str, float]]
    memory: ClassVar[tuple[str, ...]]
    idea: ClassVar[str] = ""
    _closed = True
    _habits: ClassVar[Mapping[str, str]] = {
        "learning_rate": "the learning rate is called lr",
        "param_groups": "all parameters have the same hyperparameters, which are attributes: optimizer.lr = 0.01",
        "state_dict": "state() gives what the optimizer remembers",
        "load_state_dict": "load(state) puts a state() back",
        "minimize": "zero_grad(), loss.backward(), step()",
        "params": "the list is called parameters",
        "weight_decay": "add l2 * sum(p * p for p in parameters) to the loss, or take AdamW, which has a weight_decay",
    }

    lr: Rate

    def __init_subclass__(cls) -> None:
        """Read the names off the rule."""
        given = list(inspect.signature(cls.rule).parameters.values())
        cls.defaults = {p.name: p.default for p in given if p.kind is p.KEYWORD_ONLY}
        cls.memory = tuple(p.name for p in given[3:] if p.kind is not p.KEYWORD_ONLY)
        first = inspect.Parameter("parameters", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        named = [p.replace(annotation=p.empty) for p in given if p.kind is p.KEYWORD_ONLY]
        cls.__signature__ = inspect.Signature([first, *named])  # type: ignore[attr-defined]

    def __init__(self, parameters: Iterable[Value], lr: Rate | None = None, **hyperparameters: Any) -> None:
        self.parameters = values_of(parameters, type(self).__name__)
        others = [name for name in ("rate", "learning_rate") if name in hyperparameters]
        if len(others) + (lr is not None) > 1:
            raise TypeError(f"{type(self).__name__} was given the learning rate twice: give it as lr alone")
        rate = hyperparameters.pop(others[0]) if others else None
        if "betas" in hyperparameters and {"beta1", "beta2"} <= self.defaults.keys():  # as other libraries call the two
            hyperparameters |= two_betas(hyperparameters.pop("betas"))
        for name, default in self.defaults.items():
            setattr(self, name, hyperparameters.pop(name, default))
        for given in lr, rate:
            if given is not None:
                self.lr = given
        for name in hyperparameters:
            meant = did_you_mean(name, self.defaults)
            words = self._habits.get(name, f"it has {', '.join(self.defaults)}")
            raise TypeError(f"{type(self).__name__} has no hyperparameter {name!r}: {words}{meant}")
        checked(type(self), {name: getattr(self, name) for name in self.defaults})
        self.t, self.slots = 0, list[list[float]]()
        self.load(None)

    @property
    def rate(self) -> Rate:
        """The learning rate: lr by its longer name."""
        return self.lr

    @rate.setter
    def rate(self, lr: Rate) -> None:
        self.lr = lr

    def __repr__(self) -> str:
        chosen = ", ".join(f"{name}={getattr(self, name)!r:.40}" for name in self.defaults)
        after = f", after {self.t} step{'s' * (self.t != 1)}" if self.t else ""
        return f"{type(self).__name__}({len(self.parameters)} parameters, {chosen}{after})"

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Set every parameter's gradient to 0. (set_to_none, which other libraries know, makes no difference.)"""
        for p in self.parameters:
            p.grad = 0.0

    def step(self) -> None:
        """Change every parameter, by its gradient."""
        chosen = {name: getattr(self, name) for name in self.defaults} | {"lr": lr_after(self.lr, self.t)}
        checked(type(self), chosen)
        self.t += 1
        for i, p in enumerate(self.parameters):
            p.data, *kept = self.update(p.data, p.grad, self.t, [slot[i] for slot in self.slots], chosen)
            for slot, number in zip(self.slots, kept, strict=True):
                slot[i] = number

    @classmethod
    def update(cls, p: Number, g: Number, t: Number, memory: Sequence[Number], chosen: dict[str, Any]) -> State:
        """(new p, *new memory) by the rule; `chosen` are its hyperparameters by name."""
        result = cls.rule(p, g, t, *memory, **chosen)
        return result if isinstance(result, tuple) else (result,)

    def state(self) -> State:
        """What it remembers, as nested tuples of numbers: (how many steps, *one tuple for each thing)."""
        return self.t, *map(tuple, self.slots)

    def load(self, state: State | None) -> None:
        """Put a state back; None: forget all steps so far. The hyperparameters stay as they are."""
        nothing: State = (0, *[[0.0] * len(self.parameters)] * len(self.memory))
        t, *slots = nothing if state is None else state
        if len(slots) != len(self.memory):
            raise ValueError(
                f"{type(self).__name__} remembers {len(self.memory)} numbers a parameter, not {len(slots)}"
            )
        for slot in slots:
            if len(slot) != len(self.parameters):
                raise ValueError(f"state for {len(slot)} parameters, but there are {len(self.parameters)}")
        self.t, self.slots = t, [list(slot) for slot in slots]


class SGD(Optimizer):
    """Stochastic gradient descent: a step against the gradient. SGD(…, momentum=0.9) is a Momentum."""

    def __new__(cls, parameters: Iterable[Value] = (), lr: Rate | None = None, **hyperparameters: Any) -> SGD:
        return object.__new__(Momentum if cls is SGD and hyperparameters.get("momentum") else cls)

    def __init__(self, parameters: Iterable[Value], lr: Rate | None = None, **hyperparameters: Any) -> None:
        if type(self) is SGD:
            hyperparameters.pop("momentum", None)  # 0: none
        super().__init__(parameters, lr, **hyperparameters)

    @staticmethod
    def rule(p: Number, g: Number, t: Number, *, lr: Number = 0.1) -> Number:
        return p - lr * g


class Momentum(SGD):
    """SGD with momentum: a step against v, the gradients so far, each one counting less with every step.

    B. Polyak, Some methods of speeding up the convergence of iteration methods (1964), as PyTorch writes it.
    """

    idea = "momentum carries the earlier gradients along"

    @staticmethod
    def rule(  # type: ignore[override]  # it remembers more
        p: Number, g: Number, t: Number, v: Number, *, lr: Number = 0.1, momentum: Number = 0.9
    ) -> Number:
        v = momentum * v + g
        return p - lr * v, v


class RMSProp(Optimizer):
    """Divides the gradient by the root of s, a running mean of its square: steps of about lr, whatever its scale.

    T. Tieleman and G. Hinton, Neural Networks for Machine Learning, lecture 6e (2012), with the lecture's alpha of 0.9
    and, as in PyTorch, eps outside of the root.
    """

    idea = "RMSProp divides the gradient by how large it has been lately"

    @staticmethod
    def rule(
        p: Number, g: Number, t: Number, s: Number,
        *, lr: Number = 0.01, alpha: Number = 0.9, eps: Number = 1e-8,
    ) -> Number:  # fmt: skip
        s = alpha * s + (1 - alpha) * g * g
        return p - lr * g / (s**0.5 + eps), s


class Adam(Optimizer):
    """Steps of about lr, whatever the gradients' scale (D. Kingma and J. Ba, Adam, 2015, algorithm 1).

    m and s are running means of the gradient and of its square, which forget at the rates beta1 and beta2; dividing by
    1 - beta**t makes up for their start at 0. eps keeps the division away from 0.
    """

    idea = "Adam divides the gradient by how large it has been"

    @staticmethod
    def rule(
        p: Number, g: Number, t: Number, m: Number, s: Number,
        *, lr: Number = 0.01, beta1: Number = 0.9, beta2: Number = 0.999, eps: Number = 1e-8,
    ) -> Number:  # fmt: skip
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * g * g
        mean, square = m / (1 - beta1**t), s / (1 - beta2**t)
        return p - lr * mean / (square**0.5 + eps), m, s


class AdamW(Optimizer):
    """Adam, with every parameter pulled towards 0 by lr * weight_decay of itself, apart from the gradient. beta1,
    beta2 and eps are those of Adam.

    I. Loshchilov and F. Hutter, Decoupled weight decay regularization (2019), algorithm 2, as PyTorch writes it.
    """

    idea = "AdamW divides the gradient by how large it has been, and lets every parameter decay a little"

    @staticmethod
    def rule(
        p: Number, g: Number, t: Number, m: Number, s: Number,
        *, lr: Number = 0.01, beta1: Number = 0.9, beta2: Number = 0.999, eps: Number = 1e-8,
        weight_decay: Number = 0.01,
    ) -> Number:  # fmt: skip
        return Adam.rule(p * (1 - lr * weight_decay), g, t, m, s, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


# {name: class}: what `optimizer="…"` may be. A class with a rule and a row here is trained with everywhere.
OPTIMIZERS: dict[str, type[Optimizer]] = {
    "SGD": SGD,
    "SGD with momentum": Momentum,
    "RMSProp": RMSProp,
    "Adam": Adam,
    "AdamW": AdamW,
}

ALSO = {"momentum": "SGD with momentum", "adam-w": "AdamW", "gd": "SGD", "gradient descent": "SGD"}


def resolve_optimizer(optimizer: Any, options: Mapping[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
    """(name in OPTIMIZERS, options) of an optimizer: a name, in whichever case, or a class.

    SGD with the option momentum is the optimizer of that name; betas are beta1 and beta2. ValueError, with the names,
    for an unknown one; TypeError for what is neither.
    """
    chosen = dict(options or {})
    known = {name.lower(): name for name in OPTIMIZERS} | ALSO
    if isinstance(optimizer, type):
        names = [name for name, kind in OPTIMIZERS.items() if kind is optimizer]
        if not names:
            name = optimizer.__name__
            raise ValueError(f"the optimizer {name} is not in the table: add it, OPTIMIZERS[{name!r}] = {name}")
    elif isinstance(optimizer, str):
        names = [optimizer] if optimizer in OPTIMIZERS else [known.get(optimizer.strip().lower(), "")]
    else:
        raise TypeError(f"an optimizer is a name ({', '.join(OPTIMIZERS)}) or a class, not {optimizer!r:.60}")
    if names[0] not in OPTIMIZERS:
        meant = did_you_mean(str(optimizer), OPTIMIZERS)
        raise ValueError(f"no optimizer {optimizer!r}: choose one of {', '.join(OPTIMIZERS)}{meant}")
    name = names[0]
    if OPTIMIZERS[name] is SGD and "momentum" in chosen:
        name = "SGD with momentum" if chosen["momentum"] else name
        chosen = chosen if chosen["momentum"] else {k: v for k, v in chosen.items() if k != "momentum"}
    if "betas" in chosen and {"beta1", "beta2"} <= OPTIMIZERS[name].defaults.keys():
        chosen |= two_betas(chosen.pop("betas"))
    return name, chosen


def two_betas(betas: Any) -> dict[str, Any]:
    """beta1 and beta2 of the pair that other libraries take; TypeError for anything else."""
    if not isinstance(betas, (list, tuple)) or len(betas) != 2:
        raise TypeError(f"betas are a pair, (beta1, beta2), such as (0.9, 0.999), not {betas!r:.40}")
    return {"beta1": betas[0], "beta2": betas[1]}


def values_of(parameters: Any, who: str) -> list[Value]:
    """The parameters as a list; TypeError, with what would be right, for anything but Values."""
    if callable(getattr(parameters, "parameters", None)):
        raise TypeError(f"{who} takes the parameters of the model: {who}(model.parameters(), lr=0.1)")
    if callable(parameters):
        raise TypeError(f"{who} takes a list of parameters: model.parameters(), with the brackets")
    found = list(parameters)
    for p in found:
        if not isinstance(p, Value):
            raise TypeError(f"{who} changes Values, and was given {type(p).__name__} {p!r:.40} among them")
    if not found:
        raise ValueError(f"{who} was given no parameters: there is nothing to change")
    return found


# What would make a rule divide by zero, or take the root of a negative number.
FRACTIONS = ("alpha", "beta1", "beta2")
NEVER_NEGATIVE = ("lr", "momentum", "weight_decay")  # what would go uphill, or be no number at all


def checked(optimizer: type[Optimizer], chosen: dict[str, float]) -> dict[str, float]:
    """The hyperparameters, if the optimizer has just these and they make sense; ValueError if not."""
    name = optimizer.__name__
    for wrong in chosen.keys() ^ optimizer.defaults.keys():
        raise ValueError(f"{name} has no hyperparameter {wrong!r}: it has {', '.join(optimizer.defaults)}"
                         if wrong in chosen else f"{name} needs a {wrong}")  # fmt: skip
    for key, given in chosen.items():
        if key in NEVER_NEGATIVE and not (key == "lr" and callable(given)):
            scalar.at_least_zero(given, f"{name}: {key}")
        if key not in (*FRACTIONS, "eps"):
            continue
        x = scalar.number(given, f"{name}: {key}")
        if key in FRACTIONS and not 0 <= x < 1:
            raise ValueError(f"{name}: {key} must be from 0 up to, but not, 1; it is {given!r}")
        if key == "eps" and not x > 0:
            raise ValueError(f"{name}: eps must be above 0; it is {given!r}")
    return chosen


if not TYPE_CHECKING:
    __getattr__ = missing_names(__name__, {})
