"""What the reader's hand does in the picture of The Network: weights, pulled or by keys; neurons, more or fewer.

Offers `update`, which gives the state and effects after an event, or None where the hand has nothing to do with it, and
`with_weight`.
"""

from dataclasses import replace

from micrograd.draw import names

from ..effects import Effect, Focus
from ..events import Change, Drag, Event, Input, Key, Press
from ..exhibit import drag
from ..exhibit.player import bounded
from ..targets import Target, format_target, parse_target
from .run import Place
from .state import MOST_NEURONS, Pull, State, with_passes, with_sizes

PER_PIXEL = 0.01  # of a weight, for a pixel of the way
FARTHEST = 10.0  # a weight's limits, both ways


def update(state: State, event: Event) -> tuple[State, tuple[Effect, ...]] | None:
    match event:
        case Drag(Target("edge", key) as edge, "start") if key in state.run.parameters:
            return replace(state, pull=Pull(place_of(edge), state.run.parameters[place_of(edge)][0]), picked=edge), ()
        case Drag(_, "move", x, y, fine) if state.pull:
            number = state.pull.before + (x - y) * PER_PIXEL * (drag.FINE if fine else 1.0)
            return with_weight(state, state.pull.place, round(number, 4)), ()
        case Drag(_, "end") if state.pull:
            return replace(state, pull=None), ()
        case Input("weight", value, of) | Change("weight", value, of):
            return typed(state, value, of), ()
        case Press("resize", of):
            return resized(state, of), ()
        case Key("Enter" | " ", Target("more" | "fewer") as target):
            return resized(state, format_target(target)), ()
        case Key(key, Target("edge", place), shift) if place in state.run.parameters:
            return at_edge(state, key, place, shift)
        case Key(key, Target("neuron", (int(layer), int(i)))):
            return at_neuron(state, key, layer, i)
    return None


def place_of(target: Target) -> Place:
    """The parameter that an edge stands for."""
    layer, neuron, source = target.key
    assert isinstance(layer, int) and isinstance(neuron, int) and not isinstance(source, str)
    return layer, neuron, source


def typed(state: State, value: str, of: str) -> State:
    """After a number in the field of an edge."""
    number, target = bounded(value, -FARTHEST, FARTHEST), parse_target(f"edge.{of}")
    if number is None or target.key not in state.run.parameters:
        return state
    return replace(with_weight(state, place_of(target), number), picked=target)


def with_weight(state: State, place: Place, number: float) -> State:
    """Another number for one parameter."""
    number = min(max(number, -FARTHEST), FARTHEST)
    weights = [number if other == place else old for other, (old, _) in state.run.parameters.items()]
    return with_passes(state, weights=tuple(weights))


def resized(state: State, of: str) -> State:
    """A layer with one neuron more, or one fewer: "more.2"."""
    match parse_target(of):
        case Target("more" | "fewer" as kind, (int(layer),)) if 0 < layer < state.layers:
            count = state.sizes[layer] + (1 if kind == "more" else -1)
            if 1 <= count <= MOST_NEURONS:
                return with_sizes(state, (*state.sizes[:layer], count, *state.sizes[layer + 1 :]))
    return state


def at_neuron(state: State, key: str, layer: int, i: int) -> tuple[State, tuple[Effect, ...]] | None:
    """Enter goes to the neuron's first edge; Escape leaves the picture."""
    if key == "Enter" and layer:
        return state, (focus_edge((layer - 1, i, 0)),)
    return (replace(state, picked=None), (Focus("network-play"),)) if key == "Escape" else None


def at_edge(state: State, key: str, place: Place, shift: bool) -> tuple[State, tuple[Effect, ...]] | None:
    """Up and down change the weight; left and right go to the neuron's other edges; Escape goes back to the neuron."""
    if key in drag.KEYS:
        number = state.run.parameters[place][0] + drag.KEYS[key] * (drag.COARSE if shift else 1.0)
        return with_weight(state, place, number), ()
    layer, neuron, source = place
    if key in ("ArrowLeft", "ArrowRight"):
        sources = [other[2] for other in names.parameters(state.sizes) if other[:2] == (layer, neuron)]
        to = sources[(sources.index(source) + (1 if key == "ArrowRight" else -1)) % len(sources)]
        return state, (focus_edge((layer, neuron, to)),)
    if key == "Escape":
        return replace(state, picked=None), (Focus(f"network-neuron-{layer + 1}-{neuron}"),)
    return None


def focus_edge(place: Place) -> Focus:
    return Focus(f"network-edge-{names.key(*place)}")
