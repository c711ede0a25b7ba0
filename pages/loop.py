"""04 The Loop: forward, loss, backward, nudge; repeat."""

import random
from dataclasses import dataclass, field, replace
from math import isfinite

from micrograd import MLP
from micrograd.data import DATASETS, Data
from micrograd.draw.charts import NARROW, WIDE, loss_curve, step_at
from micrograd.draw.plane import grid, points
from micrograd.draw.raster import field as raster
from micrograd.draw.scale import short
from micrograd.draw.svg import group, tag
from micrograd.nn import ACTIVATIONS
from micrograd.optim import OPTIMISERS
from micrograd.train import Trainer, outputs

from . import controls
from .environment import Environment

NAME = "loop"
GRID = 40  # the boundary is computed at GRID * GRID points, and smoothed by the canvas
ROWS = 10  # of them in one frame, so that the page stays responsive while the object graph trains
SAMPLES = 100
DATA_SEED = 1
PATIENCE = 30  # steps, after which a loss no lower than at first is called a failure


@dataclass(frozen=True)
class Settings:
    """What the reader chose. data, noise, seed, hidden and activation make another network; the rest acts at once."""

    data: str = "rings"
    noise: float = 0.1
    seed: int = 1
    hidden: tuple = (8, 8)
    activation: str = "relu"
    rate: float = 0.1
    batch: int = 10
    l2: float = 1e-4
    optimiser: str = "SGD"


def whole(low, high):
    def read(text):
        number = int(text)
        if not low <= number <= high:
            raise ValueError
        return number

    return read, f"a whole number from {low} to {high}"


def real(low, high, above=False):
    def read(text):
        number = float(text)
        if not low <= number <= high or (above and number == low):
            raise ValueError
        return number

    return read, f"a number {'above' if above else 'from'} {low:g} {'and up ' if above else ''}to {high:g}"


def read_hidden(text):
    sizes = tuple(int(part) for part in text.replace(",", " ").split())
    if not 1 <= len(sizes) <= 4 or not all(1 <= size <= 16 for size in sizes):
        raise ValueError
    return sizes


# setting -> (accessible name, how its text is read, what the text must be)
FIELDS = {
    "rate": ("Learning rate", *real(0, 10, above=True)),
    "batch": ("Batch size", *whole(1, SAMPLES)),
    "l2": ("L2", *real(0, 1)),
    "noise": ("Noise", *real(0, 0.5)),
    "seed": ("Seed", *whole(0, 999999)),
    "hidden": ("Hidden layers", read_hidden, "one to four sizes from 1 to 16, such as 8 8"),
}
CHOICES = {"data": DATASETS, "activation": ACTIVATIONS, "optimiser": OPTIMISERS}
LIVE = {"rate": "rate", "batch": "batch_size", "l2": "l2", "optimiser": "optimiser"}


def data_of(settings):
    return DATASETS[settings.data](n=SAMPLES, noise=settings.noise, seed=DATA_SEED)


def trainer_of(settings):
    """A trainer at step 0: the seed draws the weights, and which samples each step sees."""
    random.seed(settings.seed)
    model = MLP(2, [*settings.hidden, 1], activation=settings.activation)
    how = {name: getattr(settings, key) for key, name in LIVE.items()}
    return Trainer(model, data_of(settings), seed=settings.seed, **how)


def scores(settings, parameters, rows):
    """The network's score at the grid points of `rows`, with these parameters."""
    model = MLP(2, [*settings.hidden, 1], activation=settings.activation)
    for parameter, number in zip(model.parameters(), parameters):
        parameter.data = number
    (column,) = outputs(model, grid(GRID, rows))[-1]
    return tuple(column)


@dataclass(frozen=True)
class Field:
    """The scores of a moment on the grid, row by row; whole once there are GRID * GRID of them."""

    step: int
    scores: tuple = ()

    @property
    def rows(self):
        return len(self.scores) // GRID

    @property
    def whole(self):
        return self.rows == GRID


@dataclass(frozen=True)
class State:
    """`at` is the moment of trainer.history that is shown. A history only grows, but for a branch at `at`."""

    settings: Settings
    trainer: Trainer
    data: Data
    shown: Field  # the newest whole field
    growing: Field
    texts: tuple = ()  # (setting, text) pairs of fields whose text is not a valid setting, as typed
    at: int = 0
    playing: bool = False
    speed: float = 0.0  # training steps a second, averaged over about half a second of frames
    turn: int = 0  # frames since Start: even ones train, odd ones work on the field
    look: int | None = None
    env: Environment = field(default_factory=Environment)

    @property
    def moment(self):
        return self.trainer.history[self.at]

    @property
    def last(self):
        return len(self.trainer.history) - 1


def build(settings, **kept):
    """A state at step 0 of a new training run."""
    trainer = trainer_of(settings)
    whole_field = Field(0, scores(settings, trainer.history[0].parameters, range(GRID)))
    return State(settings, trainer, trainer.data, whole_field, whole_field, **kept)


def start():
    return build(Settings())


def moving(state):
    return state.playing or not current(state)


def current(state):
    """Whether the field that is shown belongs to the moment that is shown."""
    return state.shown.step == state.at


def handle(state, event):
    match event:
        case {"type": "frame", "ms": ms}:
            return frame(state, ms)
        case {"type": "environment"}:
            return replace(state, env=Environment.of(event))
        case {"type": "track", "x": x}:
            return replace(state, look=None if x is None else step_at(x, len(state.trainer.history), sheet(state)))
        case {"do": "start"}:
            if state.playing:
                return replace(state, playing=False)
            return replace(state, playing=isfinite(state.moment.loss), speed=0.0, turn=0)
        case {"do": "step"}:
            return trained(replace(state, playing=False))
        case {"do": "reset"}:
            return build(state.settings, env=state.env, texts=state.texts)
        case {"do": "weights"}:
            settings = replace(state.settings, seed=(state.settings.seed + 1) % 1000000)
            return build(settings, env=state.env, texts=state.texts)
        case {"do": "history", "value": value}:
            at = min(max(int(float(value)), 0), state.last)
            return replace(state, at=at, playing=False, look=None)
        case {"do": name, "value": value} if name in CHOICES:
            return chosen(state, name, value) if value in CHOICES[name] else state
        case {"do": name, "value": text} if name in FIELDS:
            return typed(state, name, text)
    return state


def typed(state, name, text):
    """A field's new text: a valid one is applied; another is kept as it is, with its error beside it."""
    texts = {key: old for key, old in state.texts if key != name}
    _, read, _ = FIELDS[name]
    try:
        value = read(text)
    except (ValueError, OverflowError):
        return replace(state, texts=(*texts.items(), (name, text)))
    state = replace(state, texts=tuple(texts.items()))
    return state if value == getattr(state.settings, name) else chosen(state, name, value)


def chosen(state, name, value):
    """One setting changed: the optimiser's act from the next step on, the others start a new run."""
    settings = replace(state.settings, **{name: value})
    if name not in LIVE:
        return build(settings, env=state.env, texts=state.texts)
    setattr(state.trainer, LIVE[name], value)
    return replace(state, settings=settings)


def frame(state, ms):
    """One animation frame: training, or a piece of the field, whichever is its turn."""
    state = replace(state, turn=state.turn + 1)
    if state.playing:
        weight = min(ms / 500, 1.0)
        train = state.turn % 2 == 1
        now = (1000.0 / ms if train else 0.0) if ms > 0 else 0.0
        state = replace(state, speed=state.speed + (now - state.speed) * weight)
        if train:
            return trained(state)
    return painted(state)


def trained(state):
    """One training step further. From a moment in the past, the history after it is given up: a branch."""
    if not isfinite(state.moment.loss):
        return replace(state, playing=False)
    trainer = state.trainer
    if state.at < state.last:
        trainer.restore(state.at)
        for key, name in LIVE.items():  # what the reader set since then still holds
            setattr(trainer, name, getattr(state.settings, key))
    moment = trainer.step()
    fits = state.shown.step <= state.at
    shown = state.shown if fits else replace(state.shown, step=-1)
    return replace(state, at=moment.step, shown=shown, playing=state.playing and isfinite(moment.loss))


def painted(state):
    """Some rows of the field more; the field of an older moment is finished first, so that one is always shown."""
    growing = state.growing
    if growing.whole or growing.step > state.at or (not state.playing and growing.step != state.at):
        if current(state):
            return state
        growing = Field(state.at)
    rows = range(growing.rows, min(growing.rows + ROWS, GRID))
    parameters = state.trainer.history[growing.step].parameters
    growing = replace(growing, scores=growing.scores + scores(state.settings, parameters, rows))
    return replace(state, growing=growing, shown=growing if growing.whole else state.shown)


def view(state):
    losses = [moment.loss for moment in state.trainer.history]
    return {
        "loop.boundary": boundary(state),
        "loop.points": points(state.data),
        "loop.chart": loss_curve(losses, at=state.at, look=state.look, sheet=sheet(state)),
        "loop.stats": stats(state),
        "loop.buttons": buttons(state),
        "loop.settings": settings_panel(state),
        "loop.caption": caption(state),
    }


def sheet(state):
    return NARROW if state.env.half else WIDE


def boundary(state):
    return raster(state.shown.scores, GRID, GRID, state.env.theme)


def stats(state):
    moment = state.moment
    cells = [
        ("step", "step", moment.step, f"{moment.step}"),
        ("loss", "loss", moment.loss, short(moment.loss)),
        ("accuracy", "accuracy", moment.accuracy, f"{moment.accuracy:.0%}"),
        ("steps a second", "steps-per-second", round(state.speed, 1), f"{state.speed:.0f}"),
        ("parameters", "parameters", len(moment.parameters), f"{len(moment.parameters)}"),
    ]
    return tag(
        "dl",
        [
            tag("div", tag("dt", words), tag("dd", text, data_stat=key, data_value=repr(value)))
            for words, key, value, text in cells
        ],
        class_="stats",
    )


def buttons(state):
    return group(
        tag(
            "div",
            controls.button("Pause" if state.playing else "Start", "loop.start", kind="data"),
            controls.button("Step", "loop.step", hint="One training step"),
            controls.button("Reset", "loop.reset", hint="The same weights again, from step 0"),
            controls.button("New weights", "loop.weights", hint="Other weights, from the next seed"),
            class_="buttons",
        ),
        controls.slider("History", "loop.history", state.at, 0, max(state.last, 1), 1, text=f"step {state.at} of {state.last}"),
    )


def settings_panel(state):
    texts = dict(state.texts)

    def written(name):
        value = getattr(state.settings, name)
        return " ".join(str(size) for size in value) if name == "hidden" else f"{value:g}" if isinstance(value, float) else str(value)

    def entry(name):
        words, _, rule = FIELDS[name]
        wrong = texts.get(name)
        return controls.field(
            words,
            f"loop.{name}",
            written(name) if wrong is None else wrong,
            error=None if wrong is None else f"Write {rule}.",
            kind="text" if name == "hidden" else "number",
        )

    def choice(words, name):
        options = [(option, option) for option in CHOICES[name]]
        return controls.select(words, f"loop.{name}", getattr(state.settings, name), options)

    return group(
        choice("Data", "data"),
        entry("noise"),
        entry("hidden"),
        choice("Activation", "activation"),
        entry("seed"),
        choice("Optimiser", "optimiser"),
        entry("rate"),
        entry("batch"),
        entry("l2"),
    )


def caption(state):
    moment, settings = state.moment, state.settings
    if not isfinite(moment.loss):
        return tag(
            "p",
            tag("strong", "It diverged. ", class_="wrong"),
            f"At step {moment.step} the loss is no longer a finite number: with a learning rate of {settings.rate:g}, every "
            "nudge overshoots by more than the one before. Go back with History, or Reset, and choose a smaller rate.",
            class_="stop",
            role="alert",
        )
    if moment.step >= PATIENCE and moment.loss >= state.trainer.history[0].loss:
        return tag(
            "p",
            tag("strong", "It does not learn. ", class_="wrong"),
            f"After {moment.step} steps the loss is {short(moment.loss)}; it began at {short(state.trainer.history[0].loss)}. With a "
            f"learning rate of {settings.rate:g}, a nudge jumps over the valley, and may push ReLUs shut that no gradient opens "
            "again. Reset, and choose a smaller rate.",
            class_="stop",
        )
    if moment.step == 0 and not state.playing:
        return tag("p", "An untrained network has cut the plane at random. Press Start, and watch the cut move.", class_="hint")
    seen = f"each of its steps looks at {min(settings.batch, len(state.data))} of the {len(state.data)} points"
    if state.playing:
        return tag("p", f"Training: {seen}, forward, loss, backward, nudge.", class_="hint")
    if state.at < state.last:
        return tag("p", f"This is how it was at step {state.at}. Start goes on from here, along another way.", class_="hint")
    right = round(moment.accuracy * len(state.data))
    return tag("p", f"{right} of {len(state.data)} points lie on their side of the line.", class_="hint")
