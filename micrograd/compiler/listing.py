"""The program, line by line, each line tied to the value it serves and to the line of engine.py it comes from.

    for line in program.listing():
        line.part, line.text                    # 'backward', 'grad_a += b * grad_d'
        line.value, line.op                     # 'd', '*': the operation that this line belongs to
    line.of, line.grows                     # ('d',), 'a': the values it computes, by their own names; whose gradient grows
        line.file, line.number, line.source     # '.../engine.py', 66, 'self.grad += other.data * out.grad'
        line.wat                                # ('i32.const 0', ..., 'f64x2.mul', ...): the same for the machine

One line is one addition to one gradient, as in the engine. In the module, numbers that are used once stay on the
stack and several lines become one statement; every instruction is shown with the line that asked for it, so that
`wat`, line after line, is the loop's code but for the order.

An expression of which nothing depends on a sample (`tape_listing`) has no loop: its gradients follow its values at once.

Offers `listing` and `Line`.
"""

import linecache
from dataclasses import dataclass

from ..engine import Value
from ..optim import SGD
from .code import LEAVES
from .ops import BINARY, op_of
from .printer import Names, leaf, written
from .wasm.lanes import SCALAR, VECTOR
from .wasm.text import instructions
from .wasm_backend import Loops
from .wasm_loops import Emitter, Writer


@dataclass(frozen=True)
class Line:
    """part: 'once', 'forward' and 'backward' (for every sample), 'after', 'update'. number 0: no source line."""

    part: str
    text: str
    value: str = ''
    of: tuple = ()
    grows: str = ''
    op: str = ''
    file: str = ''
    number: int = 0
    source: str = ''
    wat: tuple = ()


def listing(plan, layout, simd=True):
    """The Lines of one training step: a list. layout: for the addresses in `wat`; simd: two samples at a time?"""
    code, names = plan.code, Names(plan)
    wat = wat_by_origin(plan, layout, VECTOR if simd else SCALAR)
    result = []

    def values(i):
        return code.values.get(i, ())

    def line(part, text, i, k=None, grows=None):
        op = code.nodes[i][0]
        grown = code.names.get(grows, '') if grows is not None else ''
        result.append(Line(part, text, names[i], values(i), grown, op, *engine_line(op, k), tuple(wat.get((i, k), ()))))

    loop = code.varying[plan.cost]
    for i in forward_entries(plan, plan.once):
        line('once' if loop else 'forward', assignment(code, names, i), i)
    for i in forward_entries(plan, plan.body):
        line('forward', assignment(code, names, i), i)
    cost = names[plan.cost]
    if loop:
        result.append(Line('forward', f'cost += {leaf(code, names, plan.cost)[0]}', cost, values(plan.cost),
                           wat=tuple(wat.get('cost', ()))))
    if code.wanted[plan.cost]:
        result.append(Line('backward', f'grad_{cost} = {"seed" if loop else "1.0"}', cost, values(plan.cost), code.names.get(plan.cost, ''),
                           '', *described(Value.backward.__code__.co_filename, code_lines(Value.backward.__code__)[0]),
                           tuple(wat.get((code.leaf('seed'), None), ()))))
    met = set()
    for (i, k), operand, amount, g in code.flows:
        once = not code.varying[i]
        adds = '=' if operand not in met and (once or code.varying[operand]) else '+='
        met.add(operand)
        text, _ = grown(code, names, amount, g, i)
        line('after' if once and loop else 'backward', f'grad_{names[operand]} {adds} {text}', i, k, operand)
    source = code_lines(SGD.step.__code__)[-1]
    result += [Line('update', 'grad_p += l2 * p + l2 * p       # for each parameter p'),
               Line('update', 'p -= rate * grad_p              # or momentum, or Adam: see optim.py', '', '',
                    *described(SGD.step.__code__.co_filename, source))]
    return result


def forward_entries(plan, entries):
    """The entries of the forward pass among `entries`: those that serve themselves."""
    return [i for i in entries if plan.code.nodes[i][0] != 'sum' and plan.code.origin[i] == (i, None)]


def assignment(code, names, i):
    """d = a + b"""
    op, *_ = code.nodes[i]
    return f'{names[i]} = {written(op, [leaf(code, names, o) for o in code.operands(i)])[0]}'


def grown(code, names, amount, g, served):
    """(text, how tightly it binds) of what a gradient grows by, in terms of the forward pass and of g."""
    if amount == g:
        return f'grad_{names[served]}', 4
    if code.nodes[amount][0] in LEAVES or code.origin[amount][1] is None:
        return leaf(code, names, amount)
    return written(code.nodes[amount][0], [grown(code, names, o, g, served) for o in code.operands(amount)])


def wat_by_origin(plan, layout, lanes):
    """{origin: the instructions in the training loop that it asked for}, 'cost' for the sum of the costs."""
    loops = Loops.of(plan)
    emitter = Emitter(plan, layout, loops.slots, (SCALAR, lanes) if lanes is not SCALAR else (SCALAR,))
    called = [f.name for f in emitter.helpers]
    code, result, sums = plan.code, {}, {}
    for i in plan.body:
        if code.nodes[i][0] == 'sum':
            sums.setdefault(code.nodes[i][1], []).append(i)

    def give(key, parts):
        result.setdefault(key, []).extend(instructions(b''.join(parts), called))

    def share(owner, items, before, middle, after):
        """Give each instruction of a statement to the entry that asked for it."""
        give(owner, before)
        stack = []
        for item, part in zip(items, middle):
            if item.__class__ is int:
                stack.append((item, part))      # waits for the operation that reads it
                continue
            operands = stack[-2:] if item in BINARY else stack[-1:]
            del stack[-len(operands):]
            made = code.known[item, operands[0][0], operands[1][0] if len(operands) > 1 else None]
            give(code.origin[made], [*(p for _, p in operands), part])
            stack.append((made, b''))
        give(owner, [*(p for _, p in stack), *after])

    for entries in plan.once, plan.after:
        for target, items, *parts in emitter.once_parts(entries):
            share(code.origin[target], items, *parts)
    for block in loops.body:
        writer = Writer(emitter, block, lanes)
        for kind, target, items in block:
            if kind == 'sum':
                owner = 'cost' if target == 'cost' else code.origin[sums[target][0]]
                sums[target].pop(0)
            else:
                owner = code.origin[target]
            share(owner, items, *writer.parts(kind, target, items))
    return result


def engine_line(op, k):
    """(file, number, text) of the engine's line that does `op` forward (k None), or its gradient's part k."""
    row = op_of(op)
    if not row.method:
        return '', 0, ''
    method = getattr(Value, row.method).__code__
    backward = next(c for c in method.co_consts if getattr(c, 'co_name', '') == '_backward')
    if k is None:
        number = max(n for n in code_lines(method) if n < backward.co_firstlineno)
    else:
        number = code_lines(backward)[k - len(row.slopes)]
    return described(method.co_filename, number)


def code_lines(code):
    """The numbers of the lines with instructions, without that of the `def`."""
    return sorted({n for _, _, n in code.co_lines() if n and n != code.co_firstlineno})


def described(file, number):
    return file, number, linecache.getline(file, number).strip()
