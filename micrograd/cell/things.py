"""Objects of the reader's program as records that can be drawn.

What counts is what an object has, not where its class is from: a Value, Neuron or MLP typed out by the reader, as in the
lecture, is drawn like the package's own.

Offers `drawing(thing, names)` and `Plane` (a model and a data set, as they are at this moment).
"""

from collections import Counter
from math import isfinite

from ..engine import Value
from ..scalar import relu
from ..tape import record
from ..tape.names import clipped, unique_names
from ..train import SQUASH
from .records import Boundary, Box, Curve, Edge, Graph, Large, Network, Points
from .wire import MOST_NUMBERS, MOST_POINTS, MOST_VALUES, WIDEST

TAPED = 120       # values: the tape of a larger graph takes too long
SIDE = 40         # of the grid on which a boundary is computed
CALLED_SIDE = 20  # the same, for a model that has to be called for every point
SPAN = 2.6


def drawing(thing, names):
    """The record that shows `thing`, or None if it is nothing that has a picture. names: {name: object}."""
    if is_value(thing):
        return graph(thing, names)
    if layers_of(thing):
        return network(thing)
    if is_data(thing):
        return points(thing)
    if is_losses(thing):
        step = -(-len(thing) // MOST_NUMBERS)
        return Curve(tuple(number(x) for x in thing[::step]))
    return None


def is_value(thing):
    return not isinstance(thing, type) and all(hasattr(thing, name) for name in ('data', 'grad', '_prev', '_op'))


def is_data(thing):
    return not isinstance(thing, type) and hasattr(thing, 'points') and hasattr(thing, 'labels')


def is_losses(thing):
    """A list of at least three numbers or Values."""
    kind = isinstance(thing, (list, tuple)) and len(thing) > 2
    return kind and all(is_value(x) or isinstance(x, (int, float)) and not isinstance(x, bool) for x in thing)


def number(x):
    """x, or what x holds, as a float; an int that no float can hold is inf. TypeError if it is no number."""
    return converted(x.data, f'the data of {called(x)}') if is_value(x) else converted(x, 'what is to be drawn')


def grad(v):
    """The gradient of a value, in the same way."""
    return converted(v.grad, f'the grad of {called(v)}')


def converted(x, what):
    try:
        return float(x) if not isinstance(x, str) else x + 0.0
    except OverflowError:
        return float('inf')
    except (TypeError, ValueError):
        raise TypeError(f'{what} is {clipped(repr(x), 60)}, and not a number') from None


# --- graphs ---


def ordered(root):
    """The values behind root, operands before results: by identity, and without recursion.

    Raises ValueError for a value that is, by whatever way, an operand of itself, and TypeError for an operand that is no value.
    """
    order, seen, under_way = [], {id(root)}, {id(root)}
    stack = [(root, iter(root._prev))]
    while stack:
        v, operands = stack[-1]
        for operand in operands:
            if id(operand) in under_way:
                raise ValueError(f'{called(operand)} is an operand of itself, so its graph has no beginning: an op makes a new value')
            if not is_value(operand):
                raise TypeError(f'{called(v)} has an operand that is no Value: {clipped(repr(operand), 60)}')
            if id(operand) not in seen:
                seen.add(id(operand))
                under_way.add(id(operand))
                stack.append((operand, iter(operand._prev)))
                break
        else:
            under_way.discard(id(v))
            order.append(v)
            stack.pop()
    return order


def called(v):
    """A value in a message: by its label, if it has one."""
    return clipped(str(getattr(v, 'label', '') or 'a value'), 60)


def graph(root, names):
    """The Graph behind a value, or a Large one."""
    order = ordered(root)
    if len(order) > MOST_VALUES:
        counts = Counter(str(v._op) for v in order if v._prev).most_common(8)
        return Large(len(order), sum(not v._prev for v in order), tuple(f'{clipped(op, 20)} {n}' for op, n in counts),
                     number(root), grad(root))
    own = all(isinstance(v, Value) for v in order)
    if own:
        name_of = {id(v): name for v, name in unique_names(order, names).items()}
    else:
        known = {id(v): name for name, v in names.items() if is_value(v) and not name.startswith('_')}
        name_of = {id(v): clipped(str(getattr(v, 'label', '') or known.get(id(v), '') or f'v{i}'), 60) for i, v in enumerate(order)}
    place = {id(v): i for i, v in enumerate(order)}
    boxes = tuple(
        Box(name_of[id(v)], clipped(str(v._op), 20) if v._prev else '', tuple(place[id(o)] for o in v._prev), number(v), grad(v))
        for v in order
    )
    return Graph(boxes, tape(root, names) if own and len(order) <= TAPED else None)


def tape(root, names):
    """The tape of a graph; None where an op of the reader's cannot be run again."""
    try:
        return record(root, names)
    except Exception:
        return None


# --- networks and data ---


def layers_of(thing):
    """A model's neurons, layer by layer: [[neuron, ...], ...]; [] for anything else."""
    if isinstance(thing, type):
        return []
    try:
        if hasattr(thing, 'layers'):
            found = [list(layer.neurons) for layer in thing.layers]
        elif hasattr(thing, 'neurons'):
            found = [list(thing.neurons)]
        else:
            found = [[thing]]
        fits = all(layer and all(is_value(p) for n in layer for p in (*n.w, n.b)) for layer in found)
        return found if fits and all(len(n.w) == len(layer[0].w) for layer in found for n in layer) else []
    except (AttributeError, TypeError):
        return []


def title(thing):
    return clipped(str(thing), 300)


def network(model):
    """The Network of a model; None if it is too large to be drawn."""
    layers = layers_of(model)
    sizes = (len(layers[0][0].w), *map(len, layers))
    if max(sizes) > WIDEST or len(sizes) > 12:
        return None
    edges = tuple(
        Edge(l, i, source, number(p), grad(p))
        for l, layer in enumerate(layers, start=1)
        for i, neuron in enumerate(layer)
        for source, p in [*enumerate(neuron.w), (None, neuron.b)]
    )
    return Network(title(model), sizes, edges)


def points(data):
    """The Points of a data set; the first ones, if there are very many."""
    rows = [(float(p[0]), float(p[1]), 1 if float(label) > 0 else -1) for p, label in zip(data.points, data.labels)]
    xs, ys, labels = zip(*rows[:MOST_POINTS]) if rows else ((), (), ())
    return Points(clipped(str(getattr(data, 'name', 'data')), 60), xs, ys, labels)


class Plane:
    """A model with two inputs and a data set, as they are now; `record()` computes what the model says in the plane."""

    def __init__(self, model, data):
        layers = layers_of(model)
        if not layers or len(layers[0][0].w) != 2 or len(layers[-1]) != 1:
            raise ValueError('show(model, data) needs a model with two inputs and one output')
        self.model, self.points = model, points(data)
        squashes = [[getattr(n, 'activation', None) for n in layer] for layer in layers]
        self.known = type(model).__module__.startswith('micrograd.') and all(s in SQUASH for layer in squashes for s in layer)
        self.layers = [
            [([number(w) for w in n.w], number(n.b), squash) for n, squash in zip(layer, row)] for layer, row in zip(layers, squashes)
        ]

    def scores(self, xs, ys):
        """The model's score at each (x, y)."""
        if not self.known:
            return [number(self.model([x, y])) for x, y in zip(xs, ys)]
        columns = [xs, ys]
        for layer in self.layers:
            columns = [self.said(neuron, columns) for neuron in layer]
        return columns[0]

    @staticmethod
    def said(neuron, columns):
        weights, bias, activation = neuron
        total = [bias] * len(columns[0])
        for w, column in zip(weights, columns):
            total = [t + w * x for t, x in zip(total, column)]
        squash = SQUASH[activation]
        if squash is relu:
            return [t if t > 0 else 0.0 for t in total]
        return [squash(t) for t in total] if squash else total

    def record(self):
        side, points = SIDE if self.known else CALLED_SIDE, self.points
        span = max([SPAN, *(1.08 * abs(c) for c in (*points.xs, *points.ys) if isfinite(c))])
        middle = [span * ((2 * i + 1) / side - 1) for i in range(side)]
        grid = self.scores([x for _ in middle for x in middle], [-y for y in middle for _ in middle])
        right = sum((s > 0) == (label > 0) for s, label in zip(self.scores(points.xs, points.ys), points.labels))
        rounded = tuple(round(s, 3) if isfinite(s) else s for s in grid)
        return Boundary(side, span, rounded, points, right / len(points.labels) if points.labels else 0.0)
