"""What is to be computed, before any backend: one code, and which of its entries run when.

    once        before the samples: what does not depend on them
    body        for each sample of a training batch: forward, then backward
    after       when the sums are known: gradients of what was computed once
    maps        for each sample: the outputs (every neuron's activation)
    check       for each sample, given its outputs: cost, and whether the answer is right

Offers `Plan` and `plan`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..engine import Value
from .code import Code
from .differentiate import differentiate
from .term import Term
from .trace import trace


@dataclass(frozen=True)
class Plan:
    """Lists of entries of `code`, in the order in which they run.

    cost        its entry
    gradients   for each parameter, the entry of its gradient (of the mean cost), None where there is none
    outputs     their entries, in the order of `output_names`
    once, body, after, maps, check      see above
    totals      targets of sums that are not parameters: entries, then 'cost' and 'right'
    inputs      names of the columns; `parameters` and `output_names` likewise
    """

    code: Code
    cost: int
    gradients: tuple[int | None, ...]
    outputs: tuple[int, ...]
    once: tuple[int, ...]
    body: tuple[int, ...]
    after: tuple[int, ...]
    maps: tuple[int, ...]
    check: tuple[int, ...]
    totals: tuple[int | str, ...]
    inputs: tuple[str, ...]
    parameters: tuple[str, ...]
    output_names: tuple[str, ...]

    def __repr__(self) -> str:
        many = len(self.once) + len(self.body) + len(self.after)
        return f"Plan({len(self.parameters)} parameters, {len(self.inputs)} inputs, {many} operations a step)"

    @property
    def labeled(self) -> bool:
        """Is there a label to compare the score with?"""
        return any(self.code.nodes[i][:2] == ("sum", "right") for i in self.check)


Right = tuple[Sequence[Value], Sequence[Value]]


def largest(code: Code, scores: Sequence[int], shares: Sequence[int]) -> int:
    """The entry that is 1.0 where the right class has the largest score (the first of equal ones), else 0.0."""
    terms = [Term(code, i) for i in scores]
    total = Term(code, code.const(0.0))
    for k, (score, share) in enumerate(zip(terms, shares, strict=True)):
        wins = Term(code, share)
        for j, other in enumerate(terms):
            if j < k:
                wins = wins * (score - other).apply("positive")
            elif j > k:
                wins = wins * (1 - (other - score).apply("positive"))
        total = total + wins
    return total.entry


def plan(
    cost: Value,
    parameters: Sequence[Value],
    inputs: Sequence[Value],
    outputs: Iterable[Value] = (),
    score: Value | None = None,
    label: Value | None = None,
    names: Mapping[Value, str] | None = None,
    right: Right | None = None,
) -> Plan:
    """The Plan for the graph of one sample.

    cost        a Value: what training makes small, on average over the samples
    parameters  Values to train        inputs   Values, one for each column of the data, labels among them
    outputs     Values that `forward` gives for each point; score: one of them (the last, unless said otherwise)
    label       the input whose sign the score's should have; None: there is no accuracy
    right       instead, for several scores: (scores, shares), the inputs that are 1 for the right class, else 0
    UnknownOp if the graph has an operation that the compiler does not know.
    """
    outputs = list(outputs)
    score = score if score is not None else outputs[-1] if outputs else None
    compared = [score, label] if label is not None and score is not None else []
    if right is not None:
        compared = [*right[0], *right[1]]
    code, entries = trace([cost, *outputs, *compared], parameters, inputs, names)
    root, shown = entries[0], entries[1 : 1 + len(outputs)]

    check = [code.sum("cost", root)]
    sums, gradient = differentiate(code, root)
    gradients = [gradient.get(code.leaf("parameter", k)) for k in range(len(parameters))]
    learn = code.live([*check, *sums])
    if compared:
        found = entries[-len(compared) :]
        if right is not None:
            check.append(code.sum("right", largest(code, found[: len(right[0])], found[len(right[0]) :])))
        else:
            check.append(code.sum("right", code.add("same", *(code.add("positive", i) for i in found))))
    maps, check = code.live(shown), code.live(check, given=shown)

    def of_samples(entries: Iterable[int], yes: bool = True) -> tuple[int, ...]:
        return tuple(i for i in entries if code.varying[i] == yes)

    def named(entries: Iterable[int], unnamed: str) -> tuple[str, ...]:
        return tuple(code.names.get(i, f"{unnamed}{n + 1}") for n, i in enumerate(entries))

    once = tuple(sorted({*of_samples(learn, False), *of_samples(maps, False), *of_samples(check, False)}))
    after = code.live([g for g in gradients if g is not None], given=once)
    shared = {code.nodes[i][1] for i in sums}
    return Plan(
        code,
        root,
        tuple(gradients),
        tuple(shown),
        once,
        of_samples(learn),
        tuple(after),
        of_samples(maps),
        of_samples(check),
        totals=(*sorted(i for i in shared if code.nodes[i][0] != "parameter"), "cost", "right"),
        inputs=named([code.leaf("input", j) for j in range(len(inputs))], "x"),
        parameters=named([code.leaf("parameter", k) for k in range(len(parameters))], "p"),
        output_names=named(shown, "output"),
    )
