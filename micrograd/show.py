"""`show`, `display` and `train`: what a program's values are, in pictures, while it runs.

    from micrograd import show, train

    show(L)                         # a Value as its graph, a Module as a network, Data as points, losses as a curve
    show(model, data)               # what the model says in the plane; again from the same line: it moves
    display(L)                      # like show, but every picture stays
    train(model, data, steps=100)   # trains, shows the boundary as it learns, returns the losses

It is the same in a notebook and in the page's cell. Where a picture goes is the affair of a `Sink`: a notebook shows it
(jupyter.py), a terminal prints a short text (`Terminal`), and whoever runs programs for others brings a sink of their
own:

    with use_sink(mine):
        exec(program)

Offers `show`, `display`, `train`, `Sink`, `use_sink`, `Terminal`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

from .progress import ProgressLine

if TYPE_CHECKING:
    from .schedules import Rate
    from .training.request import Request

__all__ = ["Sink", "Terminal", "display", "show", "train", "use_sink"]

LONGEST = 300  # characters of one thing's text


class Sink(Protocol):
    """Where pictures go.

    moves   whether a picture can take the place of the one before; if not, `train` shows nothing as it goes
    """

    moves: bool

    def show(self, *things: object) -> None:
        """Draws these things; again from the same line of the program, in place of the picture before."""

    def display(self, *things: object) -> None:
        """Draws these things; the picture stays."""

    def note(self, text: str) -> None:
        """A sentence about the run."""


class Terminal:
    """The sink where there is nothing to draw on: things are printed, each in a short text."""

    moves = False

    def show(self, *things: object) -> None:
        """Prints them."""
        print(*map(short_text, things))

    def display(self, *things: object) -> None:
        """Prints them."""
        print(*map(short_text, things))

    def note(self, text: str) -> None:
        """Prints it to stderr, apart from what the program itself prints."""
        print(text, file=sys.stderr)


def short_text(thing: object) -> str:
    text = str(thing)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


installed: ContextVar[Sink | None] = ContextVar("installed", default=None)


@contextmanager
def use_sink(sink: Sink) -> Iterator[None]:
    """Within it, pictures go to this sink."""
    token = installed.set(sink)
    try:
        yield
    finally:
        installed.reset(token)


def current_sink() -> Sink:
    """The installed sink; else the notebook in which this runs; else the terminal."""
    sink = installed.get()
    if sink is None and "IPython" in sys.modules:
        from .jupyter import notebook_sink

        sink = notebook_sink()
    return sink or Terminal()


def show(*things: object) -> None:
    """Draws a Value, a Module, a data set, a list of losses, or a model and a data set. In a loop the picture moves.

    things  what is shown, in one picture; what has none is shown as a short text. TypeError if there is nothing.
    """
    current_sink().show(*checked(things))


def display(*things: object) -> None:
    """Draws things like show, but every picture stays."""
    current_sink().display(*checked(things))


def checked(things: tuple[object, ...]) -> tuple[object, ...]:
    if not things:
        raise TypeError("show what? A Value, a model, a data set, a list of losses, or a model and a data set")
    return things


def train(
    model: Any,
    data: Any,
    steps: int | None = None,
    *,
    lr: Rate | None = None,
    loss: str | Callable[..., Any] | None = None,
    l2: float | None = None,
    optimizer: Any = None,
    batch_size: int | None = None,
    seed: int | None = None,
    schedule: str | Callable[[int], float] | None = None,
    warmup: int | None = None,
    progress: bool | None = None,
    **others: Any,
) -> list[float]:
    """Trains the model, shows what it says as it learns, and changes its parameters.

    model       anything that is called with inputs and has parameters()
    data        a Data, a pair (X, y) of inputs and labels, or pairs of an input and its label (convert.py)
    steps       how many, 100 unless given; or epochs, each of which looks at all samples once
    lr          the learning rate, 0.1 unless given: a number, or a function of how many steps have been taken
    loss        a name in losses.LOSSES, 'hinge' unless given, or a function of what the model says and a label
    l2          the weight of the penalty, 0.0001 unless given
    optimizer   a name in optim.OPTIMIZERS, 'SGD' unless given, its class, or an optimizer of the model's parameters
    batch_size  how many samples a step looks at; all, unless given
    seed        settles how they are shuffled
    schedule    'constant', 'linear' or 'cosine', over these steps, after `warmup` of them; or a function of the step
                that gives the factor of lr
    progress    a line that says how far it has come: True and False always and never; None where somebody looks, in a
                notebook and in a terminal, and only if it takes more than a second
    others      the optimizer's own: momentum=0.9; verbose=False shows nothing
    Returns the losses over all data, the first from before. The graph of one sample is compiled once
    (micrograd.compiler), and what is compiled is compared with what the model itself says, before and while it trains.
    Where that is not the same, or there is no one graph (the model branches, draws at random, has an op of its own),
    the graph itself is trained, and a sentence says so.
    """
    from .training.compiled import Declined, train_compiled
    from .training.losses import Losses
    from .training.request import STEPS, read_request

    sink = current_sink()
    given = {"steps": steps, "lr": lr, "loss": loss, "l2": l2, "optimizer": optimizer, "batch_size": batch_size}
    given |= {"seed": seed, "schedule": schedule, "warmup": warmup}
    asked = read_request("train", model, data, given, others, batch_size=None)
    if "rate" in others:
        sink.note(f"The learning rate is called lr: train(..., lr={others['rate']}) is the same.")
    data, steps = asked.data, STEPS if asked.steps is None else asked.steps

    shown = data_shown(sink, model, data, asked.loss) if sink.moves and asked.verbose else None

    line = ProgressLine(steps, sink, progress if asked.verbose else False)

    def tell(step: int, loss: float, accuracy: float) -> None:
        if shown is not None:
            sink.show(model, shown)
        line.tell(step, loss, accuracy)

    try:
        return Losses(train_compiled(model, asked, steps, tell))
    except Declined as why:
        line.finish()
        sink.note(f"Trained with the graph itself, which takes longer: {why}")
        line = ProgressLine(steps, sink, progress if asked.verbose else False)
        return Losses(train_by_graph(model, asked, steps, tell))
    finally:
        line.finish()


def train_by_graph(model: Any, asked: Request, steps: int, tell: Callable[[int, float, float], None]) -> list[float]:
    from .training.trainer import Trainer

    trainer = Trainer.of(model, asked)
    tell(0, trainer.checkpoint.loss, trainer.checkpoint.accuracy)
    for step in range(1, steps + 1):
        trainer.step()
        tell(step, trainer.checkpoint.loss, trainer.checkpoint.accuracy)
    return list(trainer.history.losses)


def data_shown(sink: Sink, model: Any, data: Any, loss: str | Callable[..., Any]) -> Any:
    """The data as they are shown while this model trains; None, and a note that says why, where there is no picture."""
    from .chance import draws_kept
    from .labels import labels_for
    from .losses import resolve_loss
    from .models import count_outputs
    from .responses import why_not
    from .surveys import as_numbers

    why = why_not(model, data)
    if why:
        with draws_kept(model):
            labels = labels_for(resolve_loss(loss), data.labels, len(data.points), count_outputs(model, data.points))
        data = as_numbers(data)
        why = why_not(model, data) if labels.kind == "regression" else why
    if why:
        sink.note(f"Nothing is drawn while this trains: {why}.")
    return None if why else data
