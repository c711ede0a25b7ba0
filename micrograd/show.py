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

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

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
        print(*map(short_text, things))

    def display(self, *things: object) -> None:
        print(*map(short_text, things))

    def note(self, text: str) -> None:
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
    """Draws a Value, a Module, a data set, a list of losses, or a model and a data set. In a loop the picture moves."""
    current_sink().show(*checked(things))


def display(*things: object) -> None:
    """Draws like show, but every picture stays."""
    current_sink().display(*checked(things))


def checked(things: tuple[object, ...]) -> tuple[object, ...]:
    if not things:
        raise TypeError("show what? A Value, a model, a data set, a list of losses, or a model and a data set")
    return things


def train(
    model: Any,
    data: Any,
    steps: int = 100,
    *,
    lr: float | None = None,
    rate: float | None = None,
    loss: str | Callable[..., Any] = "hinge",
    l2: float = 1e-4,
    optimizer: str = "SGD",
) -> list[float]:
    """Trains the model on the whole data set at each step, shows what it says as it learns, and changes its parameters.

    model       anything that is called with inputs and has parameters()
    lr          the learning rate, 0.1 unless given; rate is its older name
    loss        a name in losses.LOSSES, or a function of what the model says and a label
    Returns the losses, the first from before. The graph of one sample is compiled once (micrograd.compiler), and what
    is compiled is compared with what the model itself says, before and while it trains. Where that is not the same,
    or there is no one graph (the model branches, draws at random, has an op of its own), the graph itself is trained,
    and a sentence says so.
    """
    from .training.compiled import Declined, train_compiled

    sink = current_sink()
    if lr is not None and rate is not None:
        raise TypeError("train() was given lr and rate, which are the same: the learning rate. Give it lr alone")
    if rate is not None:
        sink.note(f"The learning rate is called lr: train(..., lr={rate:g}) is the same.")
    rate = next((given for given in (lr, rate) if given is not None), 0.1)
    how: dict[str, Any] = {"loss": loss, "l2": l2, "optimizer": optimizer}

    shown = data_shown(sink, model, data, loss) if sink.moves else None

    def progress() -> None:
        if shown is not None:
            sink.show(model, shown)

    try:
        return train_compiled(model, data, steps, progress, rate=rate, **how)
    except Declined as why:
        sink.note(f"Trained with the graph itself, which takes longer: {why}")
    return train_by_graph(model, data, steps, progress, rate=rate, **how)


def train_by_graph(
    model: Any, data: Any, steps: int, progress: Callable[[], None], **hyperparameters: Any
) -> list[float]:
    from .training.trainer import Trainer

    trainer = Trainer(model, data, batch_size=len(data), **hyperparameters)
    progress()
    for _ in range(steps):
        trainer.step()
        progress()
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
