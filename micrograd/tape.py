"""The recorded run of a graph, as plain numbers: first forward, then backward, one step at a time.

    tape = record(root)
    tape.nodes[0].name, tape.steps[0].formula
    tape.data_at(k), tape.grad_at(k)    # what is known after k steps

A tape holds no Value, and recording one leaves the values' data and gradients as they were.

Offers `record` and the records `Tape`, `Step`, `Line`, `Change`, `Node`.
"""

from dataclasses import dataclass

from .engine import Value, topological


@dataclass(frozen=True)
class Node:
    """One value. op is '' and operands () for a leaf; names are unique in a tape."""

    index: int                  # its place in Tape.nodes, which is in topological order
    name: str
    op: str
    operands: tuple[int, ...]
    data: float


@dataclass(frozen=True)
class Change:
    node: int
    field: str                  # 'data' or 'grad'
    before: float | None        # None: not known until now
    after: float


@dataclass(frozen=True)
class Line:
    file: str
    number: int
    text: str


@dataclass(frozen=True)
class Step:
    phase: str                  # 'forward' or 'backward'
    node: int
    op: str
    formula: tuple[str, ...]
    numbers: tuple[str, ...]    # the formulas again, with numbers for names
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    locals: tuple[float, ...]   # backward: d node / d operand, one for each operand


@dataclass(frozen=True)
class Tape:
    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    root: int

    @property
    def forward(self):
        """The number of forward steps; the backward steps come after them."""
        return sum(step.phase == 'forward' for step in self.steps)

    def data_at(self, k):
        """{node: data} known after k steps; the leaves' data are known from the start."""
        return {n.index: n.data for n in self.nodes if not n.op} | self.after(k, 'data')

    def grad_at(self, k):
        """{node: gradient} known after k steps: a value has none before the backward pass reaches it."""
        return self.after(k, 'grad')

    def after(self, k, field):
        return {c.node: c.after for step in self.steps[:k] for c in step.changes if c.field == field}


def record(root, names=None):
    """The tape of the graph behind `root`. names: {name: Value}, as from globals(), for values without a label."""
    order = topological(root)
    kept = [(v, v.grad) for v in order]
    try:
        return Tape(*run(order, names or {}))
    finally:
        for v, grad in kept:
            v.grad = grad


def run(order, namespace):
    index = {v: i for i, v in enumerate(order)}
    names = unique_names(order, namespace)
    nodes = tuple(Node(i, names[i], v._op, tuple(index[o] for o in v._prev), float(v.data))
                  for i, v in enumerate(order))
    forward = [forward_step(node, nodes) for node in nodes if node.operands]
    for v in order:
        v.grad = 0.0
    root = order[-1]
    root.grad = 1.0
    name = names[-1]
    known = {len(order) - 1}
    backward = [Step('backward', nodes[-1].index, '', (f'{name}.grad = 1.0',), ('1.0',), (),
                     (Change(nodes[-1].index, 'grad', None, 1.0),), ())]
    for v, node in zip(reversed(order), reversed(nodes)):
        if node.operands:
            backward.append(backward_step(v, node, nodes, known))
    return nodes, tuple(forward + backward), nodes[-1].index


def forward_step(node, nodes):
    formula = expression(node.op, [nodes[i].name for i in node.operands])
    numbers = expression(node.op, [repr(nodes[i].data) for i in node.operands])
    return Step('forward', node.index, node.op, (f'{node.name} = {formula}',), (f'{numbers} = {node.data!r}',), (),
                (Change(node.index, 'data', None, node.data),), ())


def backward_step(v, node, nodes, known):
    slopes = local_slopes(v)
    before = {i: float(o.grad) for i, o in zip(node.operands, v._prev)}
    v._backward()
    after = {i: float(o.grad) for i, o in zip(node.operands, v._prev)}
    formula, numbers = [], []
    for k, (i, slope) in enumerate(zip(node.operands, slopes)):
        start = before[i] if i not in node.operands[:k] else before[i] + slopes[0] * float(v.grad)
        end = start + slope * float(v.grad)
        formula.append(f'{nodes[i].name}.grad += d{node.name}/d{nodes[i].name} * {node.name}.grad')
        numbers.append(f'{start!r} + {slope!r} * {float(v.grad)!r} = {end!r}')
    changes = tuple(Change(i, 'grad', before[i] if i in known else None, after[i]) for i in after)
    known.update(after)
    return Step('backward', node.index, node.op, tuple(formula), tuple(numbers), (), changes, tuple(slopes))


def local_slopes(v):
    """d v / d operand for each operand: what its own _backward adds to zeros when the gradient of v is 1."""
    kept = [(o, o.grad) for o in (v, *v._prev)]
    for o in v._prev:
        o.grad = 0.0
    v.grad = 1.0
    v._backward()
    slopes = [float(o.grad) / v._prev.count(o) for o in v._prev]  # x * x: half of 2x by each of its two wires
    for o, grad in kept:
        o.grad = grad
    return slopes


def unique_names(order, namespace):
    """A name for each value: its label, else its name in the namespace, else a short expression, else v1, v2, ..."""
    found = {id(v): name for name, v in namespace.items() if isinstance(v, Value) and not name.startswith('_')}
    names, taken = {}, set()
    for i, v in enumerate(order):
        name = v.label or found.get(id(v), '')
        if not name:
            name = expression(v._op, [names[o] for o in v._prev]) if v._prev else f'{v.data}'
            if len(name) > 12 or name in taken:
                name = f'v{i}'
        first, n = name, 2
        while name in taken:
            name, n = f'{first}_{n}', n + 1
        taken.add(name)
        names[v] = name
    return list(names.values())


def expression(op, operands):
    """op applied to operands, written out: a + b, (a + b) * c, a**2, tanh(a)."""
    inner = [f'({o})' if ' ' in o or o.startswith('-') else o for o in operands]
    if op.startswith('**') and len(operands) == 1:
        return inner[0] + op
    if len(operands) == 2 and not op.isalnum():
        return f' {op} '.join(operands if op == '+' else inner)
    return f'{op.lower()}({", ".join(operands)})'
