"""An optimizer's rule as code: what one parameter becomes, and what is remembered of it.

The parameter, its gradient and its memory are what varies; hyperparameters, and the number of the step, are the same
for all of them, and so is what is made of these alone.

Offers `Rule` and `rule_of`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..optim import Optimizer
from .code import Code
from .term import Term


@dataclass(frozen=True)
class Rule:
    """Entries of `code`: those given, and those that the rule makes of them.

    varying     p, g, and what is remembered        uniform     the hyperparameters, in order, and t
    results     the new p, and what is to be remembered
    once, body  the entries to compute once for all parameters, and for each of them, in order
    """

    code: Code
    varying: tuple[int, ...]
    uniform: tuple[int, ...]
    results: tuple[int, ...]
    once: tuple[int, ...]
    body: tuple[int, ...]


@cache
def rule_of(optimizer: type[Optimizer]) -> Rule:
    code = Code()
    varying = [Term(code, code.leaf("input", k)) for k in range(2 + len(optimizer.memory))]
    uniform = [Term(code, code.leaf("parameter", k)) for k in range(len(optimizer.defaults) + 1)]
    chosen = dict(zip(optimizer.defaults, uniform[:-1], strict=True))
    results = optimizer.update(varying[0], varying[1], uniform[-1], varying[2:], chosen)
    if len(results) != 1 + len(optimizer.memory):
        raise ValueError(f"the rule of {optimizer.__name__} must return p and {', '.join(optimizer.memory)}")
    entries = tuple(varying[0].entry_of(result) for result in results)
    needed = code.live(entries)
    once = tuple(i for i in needed if not code.varying[i])
    body = tuple(i for i in needed if code.varying[i])
    return Rule(code, tuple(x.entry for x in varying), tuple(x.entry for x in uniform), entries, once, body)
