"""Training with a compiled program that is held to what the model says.

    losses = train_compiled(model, asked, 100, progress)        # asked: a Request (request.py)

The program is compared with the model at samples of the data, of every label, before the first step, after steps 1,
2, 4, 8, ... and after the last; each time at others, and first and last at all of them. Where they differ, the model
is as it was before, and the caller trains it in another way.

Offers `train_compiled` and `Declined`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from ..chance import draws_kept
from ..compiler import CannotCompile, Program, compile_model
from ..compiler.agreement import Agreement, Sample
from ..labels import Labels, labels_for
from ..losses import OWN, resolve_loss
from ..models import count_outputs, is_standard, parameters_of
from .collector import collector_paused
from .request import Request
from .sampling import batch, takes_all

COMPARED = 4  # samples each time


class Declined(Exception):
    """Why no program trains this model."""


def train_compiled(
    model: Any, asked: Request, steps: int, progress: Callable[[int, float, float], None]
) -> list[float]:
    """The losses over all data, the first from before; progress(step, loss, accuracy) is called after each of them.

    Declined, and the model is as it was, if a program does not say what the model says.
    """
    cost_of, parameters = resolve_loss(asked.loss), parameters_of(model)
    data, how, optimizer = asked.data, asked.hyperparameters, asked.optimizer
    with draws_kept(model):
        labels = labels_for(cost_of, data.labels, len(data.points), count_outputs(model, data.points))
    before = [p.data for p in parameters]
    try:
        program = compile_model(model, cost_of, rows=len(data), inputs=len(data.points[0]))
    except CannotCompile as why:
        raise Declined(str(why)) from why
    program.load_data(data)
    comparison = Comparison(program, model, data, labels)
    comparison.compare(everywhere=True)
    program.configure(how.at(0))
    program.restore(optimizer.state() if optimizer else None)
    loss, accuracy = program.evaluate()
    losses = [loss]
    progress(0, loss, accuracy)
    try:
        for step in range(1, steps + 1):
            program.configure(how.at(step - 1))
            program.step(batches=None if takes_all(how, len(data)) else [batch(how, step - 1, len(data))])
            loss, accuracy = program.evaluate()
            losses.append(loss)
            program.write_to(model)
            if step & (step - 1) == 0 or step == steps:
                comparison.compare(everywhere=step == steps)
            progress(step, loss, accuracy)
    except Declined:
        for p, number in zip(parameters, before, strict=True):
            p.data = number
        raise
    if optimizer:
        optimizer.load(program.state())
    return losses


class Comparison:
    """Compares a program with its model at samples of the data, at others each time.

    Loss and gradients are compared at a few; the losses alone, but of every sample, before the first step and after the
    last: a model may treat a single sample in a way of its own. A standard model cannot, so that a few are enough.
    """

    def __init__(self, program: Program, model: Any, data: Any, labels: Labels) -> None:
        assert program.loss is not None
        self.program, self.data, self.labels = program, data, labels
        self.agreement = Agreement(program, model, program.loss)
        self.rows = in_turn(labels.targets)
        self.standard = is_standard(model) and program.loss in OWN
        self.times = 0

    def compare(self, everywhere: bool = False) -> None:
        """Declined, with the difference, if there is one. The program has all of its data afterwards."""
        first = self.times * COMPARED
        rows = [self.rows[k % len(self.rows)] for k in range(first, first + min(COMPARED, len(self.rows)))]
        self.times += 1
        samples: list[Sample] = [(self.data.points[i], self.labels.targets[i]) for i in rows]
        words = self.agreement.difference(samples)
        self.program.load_data(self.data)
        if not words and everywhere and not self.standard:
            with collector_paused():
                words = self.agreement.difference_in_loss(list(zip(self.data.points, self.labels.targets, strict=True)))
        if words:
            raise Declined(f"the compiled program and the model differ: {words}")


def in_turn(targets: Sequence[float]) -> list[int]:
    """The rows in an order in which the labels take turns."""
    count: dict[float, int] = {}
    place = []
    for i, target in enumerate(targets):
        count[target] = count.get(target, 0) + 1
        place.append((count[target], i))
    return [i for _, i in sorted(place)]
