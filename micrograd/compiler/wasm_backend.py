"""A plan as a WebAssembly module: loops over samples, two at a time where vectors are to be had.

    binary, layout = emit(plan, rows=100, points=10_000, simd=True)

The module's functions, which Program calls (row: where in the table to start; count: how many rows):

    gradient(row, count)                    loss and gradients of these samples, penalty included
    train(steps, row, count, adam)          steps times: gradient, then SGD's or Adam's update
    train_gathered(steps, count, adam)      the same, each step with the next `count` rows named in `order`
    forward(row, count)                     the outputs' columns
    evaluate(row, count)                    outputs, loss and share of right answers
    paint(from, count, scale, to)           numbers to pixels, see fixed.py

A batch of odd size leaves one sample over: the loop exists a second time for single numbers. (The outputs of a row too
many do no harm, so `forward` has no need of that: the table has an even number of rows.)

Offers `emit`, `layout_for`, and `Emitter` and `Writer` for the listing.
"""

from .layout import Layout
from .registers import registers, statements
from .wasm import maths
from .wasm.encode import F64, I32, Function, assemble, module, unsigned
from .wasm.fixed import fixed_functions
from .wasm.lanes import SCALAR, VECTOR

SINGLE = {'+': ('T.add',), '*': ('T.mul',), '-': ('T.sub',), 'ReLU': ('T.const', 0.0, 'T.max'),
          'positive': ('T.const', 0.0, 'T.gt', 'T.one'), 'same': ('T.eq', 'T.one')}   # what needs no function
P, END, SEED, SEEDS, FIRST = range(5)   # a loop's locals: offset, where to stop, 1/n, that for each lane, the rest
EXPORTS = 'gradient', 'train', 'train_gathered', 'forward', 'evaluate', 'paint'


def emit(plan, rows, points, order=16384, losses=4096, simd=True):
    """(the module's bytes, its Layout). The same plan and sizes give the same bytes."""
    layout = layout_for(plan, rows, points, order, losses)
    return module(functions(plan, layout, simd), EXPORTS, layout.pages), layout


def layout_for(plan, rows, points, order=16384, losses=4096):
    """The Layout for a plan. order: indices, losses: steps that one call can take."""
    return Layout(len(plan.parameters), len(plan.totals), len(plan.once) + len(plan.after), len(plan.inputs),
                  len(plan.outputs), rows, points, order, losses)


def functions(plan, layout, simd=True):
    """The module's Functions, in order."""
    lanes = VECTOR if simd else SCALAR
    emitter = Emitter(plan, layout, (SCALAR, VECTOR) if simd else (SCALAR,))
    body = statements(plan.code, plan.body)
    maps = statements(plan.code, plan.maps, keep=plan.outputs)
    check = statements(plan.code, plan.check)
    result = list(emitter.helpers)
    both = (lanes, SCALAR) if simd else (SCALAR,)
    result += [emitter.once('prepare', plan.once), emitter.once('finish', plan.after, gradients=True)]
    result += [emitter.loop('learn', body, one) for one in both]
    result += [emitter.loop('check', check, one, given=plan.outputs) for one in both]
    result += [emitter.loop('map', maps, lanes, store=plan.outputs)]
    return result + fixed_functions(layout, lanes, {f.name: i for i, f in enumerate(result)})


class Emitter:
    """Turns statements into functions. helpers: the functions of mathematics that the plan calls; they come first."""

    def __init__(self, plan, layout, kinds):
        self.code, self.plan, self.layout = plan.code, plan, layout
        used = sorted({self.code.nodes[i][0] for part in (plan.once, plan.body, plan.after, plan.maps, plan.check)
                       for i in part} - SINGLE.keys() - {'sum'})
        self.helpers = [maths.function(op, lanes) for lanes in kinds for op in used]
        calls = {f.name: assemble('call', i) for i, f in enumerate(self.helpers)}
        self.operations = {lanes.width: {op: lanes.code(*source) for op, source in SINGLE.items()}
                           | {op: calls[f'{op}_{lanes.width}'] for op in used} for lanes in kinds}
        self.slots = {i: n for n, i in enumerate((*plan.once, *plan.after))}
        self.targets = {t: layout.total(n) for n, t in enumerate(plan.totals)}

    def sum_place(self, target):
        """Where among the sums the gradient of a uniform entry (or the cost) is added up."""
        if target in self.targets:
            return self.targets[target]
        return self.code.nodes[target][1]

    def once(self, name, entries, gradients=False):
        """A function that computes uniform entries, and with `gradients` the parameters' gradients from the sums."""
        out = [part for _, _, *parts in self.once_parts(entries) for group in parts for part in group]
        read = Operands(self, SCALAR, {})
        for k, g in enumerate(self.plan.gradients if gradients else ()):
            if g is not None and self.code.nodes[g] != ('total', self.code.leaf('parameter', k), None):
                out += (assemble('i32.const', 0), read[g],
                        assemble('f64.store', self.layout.address('sums', k)))
        return Function(name, (), (), (), b''.join(out))

    def once_parts(self, entries):
        """For each of the uniform entries: (entry, items, before, instructions for the items, after)."""
        read = Operands(self, SCALAR, {})
        read.update(self.operations[1])
        for _, target, items in statements(self.code, entries, keep=entries):
            yield (target, items, [assemble('i32.const', 0)], [read[item] for item in items],
                   [assemble('f64.store', self.layout.address('shared', self.slots[target]))])

    def loop(self, name, body, lanes, given=(), store=()):
        """A function (p, end, seed) that runs `body` for the samples whose byte offset in a column is p ... end.

        given   outputs to read from their columns; store: outputs to write there
        """
        writer = Writer(self, body, lanes, given, store)
        out = [lanes.code('local.get', SEED, 'T.splat', 'local.set', SEEDS, 'loop')]
        for statement in body:
            before, items, after = writer.parts(*statement)
            out += before
            out += items
            out += after
        for i in store:
            if i not in writer.place:   # an output that is an input, or the same for all samples
                out += writer.stored(i)
        out.append(assemble('local.get', P, 'i32.const', 8 * lanes.width, 'i32.add', 'local.tee', P,
                            'local.get', END, 'i32.lt_u', 'br_if', 0, 'end'))
        return Function(f'{name}_{lanes.width}', (I32, I32, F64), (), ((1 + writer.count, lanes.type),), b''.join(out))


class Writer:
    """Writes the statements of one loop, one by one: for the loop itself, and for a reader's listing.

    read    {entry or operation: its instructions}      place, count    registers, from local FIRST on
    """

    def __init__(self, emitter, body, lanes, given=(), store=()):
        self.place, self.count = registers(body)
        self.read = Operands(emitter, lanes, {i: assemble('local.get', FIRST + r) for i, r in self.place.items()},
                             given)
        self.read.update(emitter.operations[lanes.width])
        self.emitter, self.layout = emitter, emitter.layout
        self.partial = self.layout.sections['partial'][0]
        self.load, self.write = (lanes.code(name, 0)[:-1] for name in ('T.load', 'T.store'))    # address to follow
        self.add = lanes.code('T.add')
        self.base, self.here = assemble('i32.const', 0), assemble('local.get', P)
        self.columns = {}
        for j, i in enumerate(store):
            self.columns.setdefault(i, []).append(unsigned(self.layout.column(self.layout.inputs + j)))

    def parts(self, kind, target, items):
        """(before, items, after): lists of instructions, those in the middle one for one with the statement's items."""
        read = self.read
        if kind == 'sum':
            where = unsigned(self.partial + 16 * self.emitter.sum_place(target))
            return (self.base, self.base, self.load, where), [read[i] for i in items], (self.add, self.write, where)
        after = [assemble('local.set', FIRST + self.place[target])]
        if target in self.columns:      # now: its register may be another's later
            after += self.stored(target)
        return (), [read[i] for i in items], after

    def stored(self, i):
        """Instructions that put entry i into its columns."""
        return [part for column in self.columns[i] for part in (self.here, self.read[i], self.write, column)]


class Operands(dict):
    """{entry: instructions that read it}, found out as entries are asked for."""

    def __init__(self, emitter, lanes, places, given=()):
        super().__init__(places)
        self.emitter, self.lanes = emitter, lanes
        self.given = {i: j for j, i in enumerate(given)}
        self.uniform = assemble('i32.const', 0) + lanes.code('T.uniform', 0)[:-1]
        self.column = assemble('local.get', P) + lanes.code('T.load', 0)[:-1]

    def __missing__(self, i):
        layout = self.emitter.layout
        kind, a, _ = self.emitter.code.nodes[i]
        if i in self.given:
            found = self.column + unsigned(layout.column(layout.inputs + self.given[i]))
        elif kind == 'input':
            found = self.column + unsigned(layout.column(a))
        elif kind == 'parameter':
            found = self.uniform + unsigned(layout.address('parameters', a))
        elif kind == 'const':
            found = self.lanes.code('T.const', a)
        elif kind == 'seed':
            found = assemble('local.get', SEEDS)
        elif kind == 'total':
            found = self.uniform + unsigned(layout.address('sums', self.emitter.sum_place(a)))
        else:
            found = self.uniform + unsigned(layout.address('shared', self.emitter.slots[i]))
        self[i] = found
        return found
