"""Does a program say what the model says? The model itself is asked, sample by sample.

    agreement = Agreement(program, model, loss)
    agreement.difference([((0.5, -1.0), 1.0)])      # None, or "at (0.5, -1) the model's loss is 0.7, the program's 0.2"

Compared are the loss, every gradient, and whether the answer is right, to about nine digits; the loss twice, for
a model that answers differently when it is asked again.

Offers `Agreement` and `Sample`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..chance import draws_kept
from ..engine import release
from ..losses import Loss
from ..models import answers, parameters_of
from .program import Program

Sample = tuple[Sequence[float], Any]  # inputs, and what the loss is handed as the label
CLOSE = 1e-9


class Agreement:
    def __init__(self, program: Program, model: Any, loss: Loss) -> None:
        self.program, self.model, self.loss = program, model, loss

    def difference(self, samples: Sequence[Sample]) -> str | None:
        """Where program and model differ, with the program's parameters; None where they agree.

        The data of the program are others afterwards. The model keeps its gradients, parameters and random numbers.
        """
        with self.same_parameters():
            return next((words for sample in samples if (words := self.difference_at(*sample))), None)

    def difference_in_loss(self, samples: Sequence[Sample]) -> str | None:
        """Where the losses differ, of samples that the program has as its data; gradients are not compared."""
        with self.same_parameters():
            for row, (x, target) in enumerate(samples):
                cost, its = self.ask(x, target, backward=False)[0], self.program.evaluate((row, row + 1))[0]
                if not close(cost, its):
                    return f"at {place(x)} the model's loss is {cost:.6g}, the program's {its:.6g}"
        return None

    @contextmanager
    def same_parameters(self) -> Iterator[None]:
        """Within it, the model has the parameters of the program, and there is no penalty."""
        parameters = parameters_of(self.model)
        kept = [(p.data, p.grad) for p in parameters]
        penalty, self.program.l2 = self.program.l2, 0.0
        try:
            with draws_kept(self.model, self.loss):
                for p, number in zip(parameters, self.program.parameters, strict=True):
                    p.data = float(number)
                yield
        finally:
            self.program.l2 = penalty
            for p, (data, grad) in zip(parameters, kept, strict=True):
                p.data, p.grad = data, grad

    def difference_at(self, x: Sequence[float], target: Any) -> str | None:
        cost, gradients, _ = self.ask(x, target)
        again, _, said = self.ask(x, target, backward=False)
        if not close(cost, again):
            return f"at {place(x)} the model's loss is {cost:.6g} and, when it is asked again, {again:.6g}"
        self.program.load(*([c] for c in (*x, *self.program.label_columns(target))))
        program_cost, program_gradients = self.program.gradient()
        evaluated, right = self.program.evaluate()
        for other in (program_cost, evaluated):
            if not close(cost, other):
                return f"at {place(x)} the model's loss is {cost:.6g}, the program's {other:.6g}"
        for k, (ours, its) in enumerate(zip(gradients, program_gradients, strict=True)):
            if not close(ours, its):
                return f"at {place(x)} the gradient of parameter {k} is {ours:.6g}, and {its:.6g} in the program"
        comparable = not math.isnan(right) and len(said) == 1 and not math.isnan(said[0])
        if comparable and bool(right) != ((said[0] > 0) == (target > 0)):
            return f"at {place(x)} the model says {said[0]:.6g}, and the program something else"
        return None

    def ask(self, x: Sequence[float], target: Any, backward: bool = True) -> tuple[float, list[float], list[float]]:
        """(loss, gradients, outputs) of one sample by the model itself."""
        parameters = parameters_of(self.model)
        for p in parameters:
            p.grad = 0.0
        said = answers(self.model, x)
        cost = self.loss(said[0] if len(said) == 1 else said, target)
        if backward:
            cost.backward()
        result = float(cost.data), [float(p.grad) for p in parameters], [float(v.data) for v in said]
        for v in (cost, *said):
            release(v)
        return result


def close(a: float, b: float) -> bool:
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return a == b or abs(a - b) <= CLOSE * max(1.0, abs(a), abs(b))


def place(x: Sequence[float]) -> str:
    return "(" + ", ".join(f"{c:.4g}" for c in x) + ")"
