"""Films for a notebook: a graph forward and backward, and a training.

    draw.film(L)                    # the graph behind a value, op by op: what travels, what it makes
    draw.film(record(L, globals())) # the same of a tape, with the names of a namespace
    draw.film(trainer)              # what the model says and the loss, over the steps of a Trainer

Offers `film`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from .chance import draws_kept
from .draw import graphs
from .draw.graph_film import graph_film
from .draw.moving import Film
from .draw.training_film import chosen, training_film
from .engine import Value
from .models import count_inputs, parameters_of
from .response import Response
from .responses import answer
from .surveys import NoPicture, survey
from .tape import Tape, record
from .training.checkpoint import Checkpoint
from .training.outputs import scores
from .training.trainer import Trainer

MOST = 120  # values: the film of a larger graph is too long to watch, and too large
MOMENTS = 36  # of a training
SIDES = {"curve": 120, "map": 40}


def film(
    thing: Value | Tape | Trainer,
    names: Mapping[str, object] | None = None,
    *,
    seconds: float | None = None,
    down: bool = False,
    theme: str = "auto",
    width: float | None = None,
) -> Film:
    """A film that plays, stops and can be pulled along, also where there is no kernel any more.

    thing   a Value: its graph is recorded, forward and backward; a Tape; or a Trainer after some steps
    names   a namespace such as globals(), to name values that have no label
    seconds that each step is seen (1.8 of a graph, 0.3 of a training)
    down    a graph from top to bottom instead of from left to right

    A training is shown at up to 36 of the steps that its history keeps, more of them at the beginning. The numbers are
    the tape's, or the history's: nothing is trained again. Where what the model says has no picture, the loss is shown
    alone.

    TypeError for anything else; ValueError for a graph of more than 120 values, a Trainer without steps, and seconds
    out of 0.05 to 60.
    """
    if seconds is not None and not 0.05 <= seconds <= 60:
        raise ValueError(f"a step is seen for 0.05 to 60 seconds, not {seconds!r}")
    if isinstance(thing, Trainer):
        return film_of_training(thing, seconds or 0.3, theme, width)
    if isinstance(thing, Value):
        thing = record(thing, names)
    if not isinstance(thing, Tape):
        raise TypeError(
            f"draw.film needs a Value (its graph, forward and backward), a Tape, or a Trainer after some steps, not "
            f"{type(thing).__name__}; train() gives the losses alone: draw.loss(losses) draws them"
        )
    if len(thing.nodes) > MOST:
        raise ValueError(
            f"this graph has {len(thing.nodes):,} values, and a film has room for {MOST}: film a part of it, such as "
            f"one sample or one neuron; draw.graph(L, model=model) draws all of it"
        )
    flow = graphs.DOWN if down else graphs.RIGHT
    label = f"The graph of {thing.nodes[thing.root].name}, forward and backward"
    return graph_film(thing, seconds=seconds or 1.8, flow=flow, label=label, theme=theme, width=width)


def film_of_training(trainer: Trainer, seconds: float, theme: str, width: float | None) -> Film:
    kept = [*trainer.history.kept]
    if kept[-1].step != trainer.checkpoint.step:
        kept.append(trainer.checkpoint)
    if len(kept) < 2:
        raise ValueError("there is nothing to film yet: train first, as in for _ in range(100): trainer.step()")
    shown = [kept[k] for k in chosen(len(kept), MOMENTS)]
    title = str(getattr(trainer.data, "name", "") or "data")
    return training_film(
        [(c.step, c.loss, c.accuracy) for c in shown],
        said_at(trainer, shown),
        trainer.history.losses,
        seconds=seconds,
        label=f"A training on {title}: {kept[-1].step} steps",
        theme=theme,
        width=width,
    )


def said_at(trainer: Trainer, checkpoints: Sequence[Checkpoint]) -> list[Response]:
    """What the model says with the parameters of each checkpoint; [] where that has no picture."""
    model = trainer.model

    def ask(points: Sequence[Sequence[float]]) -> list[list[float]]:
        return scores(model, points)

    with draws_kept(model):
        try:
            wanted = survey(trainer.data, ask, count_inputs(model))
        except NoPicture:
            return []
        side = SIDES["curve" if wanted.kind == "curve" else "map"]
        with parameters_put(model) as put:
            found = []
            for checkpoint in checkpoints:
                put(checkpoint.parameters)
                found.append(answer(wanted, ask, side))
            return found


@contextmanager
def parameters_put(model: Any) -> Iterator[Callable[[Sequence[float]], None]]:
    """A function that gives the model other parameters, for as long as this lasts."""
    parameters = parameters_of(model)
    before = [p.data for p in parameters]

    def put(numbers: Sequence[float]) -> None:
        for p, number in zip(parameters, numbers, strict=True):
            p.data = number

    try:
        yield put
    finally:
        put(before)
