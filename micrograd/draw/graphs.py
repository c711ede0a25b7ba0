"""A tape at one moment as a picture: boxes, ops, wires, and the numbers that travel.

Offers `graph(tape, step, ...)`, and `pieces`, the same in parts. The markup depends on the step alone. How far the step has gone is the CSS
variable `--t` (0 to 1) of any element around it: tokens take their place on their paths from it, so that a
frame costs one style change, and going backwards shows what going forwards showed.
"""

from dataclasses import dataclass
from functools import lru_cache

from .nested import nested
from .scale import fit, short
from .svg import Markup, tag

RADIUS = 18.0
MARGIN = 10.0
LEAST, MOST = 0.95, 1.3  # how far a page may scale a graph: below, its text would be too small to read
SYMBOLS = {"*": "×", "ReLU": "relu", "sigmoid": "σ"}


@dataclass(frozen=True)
class Flow:
    """Which way a graph runs, how large its boxes are, and the room from one layer, and one box, to the next."""

    down: bool
    width: float  # of a box
    height: float
    across: float
    along: float
    gap: float  # from the middle of an op to the middle of its box
    words: bool  # whether a box says 'data' and 'grad', or leaves that to the colours

    @property
    def rows(self):
        """Where the numbers of data and grad stand, from the middle of a box: x, and the two baselines."""
        return (19.0 if self.words else 0.0, 6.0, 24.0)

    def turn(self, point):
        """A point with the layers along x, or the other way round."""
        return point[::-1] if self.down else point


RIGHT = Flow(False, width=112.0, height=68.0, across=204.0, along=84.0, gap=56 + RADIUS + 9, words=True)
DOWN = Flow(True, width=68.0, height=68.0, across=148.0, along=74.0, gap=34 + RADIUS + 7, words=False)


@dataclass(frozen=True)
class Geometry:
    """Where everything is: box and op centres, the path of every wire, the size of the sheet."""

    flow: Flow
    boxes: tuple
    ops: tuple
    wires: dict  # (result, which operand) -> points of a path of cubic curves
    frames: tuple  # of groups: (x, y, width, height)
    width: float
    height: float


def geometry(operands, flow=RIGHT, groups=()):
    """Places the boxes, ops and wires of a graph. `operands[i]` are the indices of box i's operands.

    groups: collections of indices that are drawn together, each in a frame.
    """
    return _geometry(tuple(map(tuple, operands)), flow, tuple(map(tuple, groups)))


@lru_cache(maxsize=32)  # a graph is drawn once for every step, and moves with none of them
def _geometry(operands, flow, groups):
    depth, breadth = flow.turn((flow.width, flow.height))
    room = {"across": flow.across - depth, "along": flow.along - breadth}
    placed = nested(operands, [(depth, breadth)] * len(operands), groups, **room)
    size = flow.turn((placed.width, placed.height))

    def at(point):
        x, y = flow.turn(point)
        return (x + MARGIN, y + MARGIN)

    boxes = tuple(at(centre) for centre in placed.centres)
    back = flow.turn((-flow.gap, 0.0))
    ops = tuple((x + back[0], y + back[1]) if operands[i] else None for i, (x, y) in enumerate(boxes))
    wires = {}
    for i, args in enumerate(operands):
        bends = [[at(bend) for bend in placed.bends[i][k]] for k in range(len(args))]
        # The wire that comes from above also arrives above, so that two wires do not cross before their op.
        come = [(bend[-1] if bend else boxes[j])[0 if flow.down else 1] for bend, j in zip(bends, args)]
        for port, k in enumerate(sorted(range(len(args)), key=come.__getitem__)):
            side = (port - (len(args) - 1) / 2) * 2  # -1 and +1 for two operands
            twin = 9.0 * side if args.count(args[k]) > 1 else 0.0
            wires[i, k] = _wire(boxes[args[k]], bends[k], ops[i], 7.0 * side, twin, flow)
    frames = tuple((*at((x, y)), *flow.turn((w, h))) for x, y, w, h in placed.frames)
    return Geometry(flow, boxes, ops, wires, frames, size[0] + 2 * MARGIN, size[1] + 2 * MARGIN)


def _wire(box, bends, op, side, twin, flow):
    """The points of the curve from a box to an op: it leaves and arrives along the flow, and bends smoothly."""
    if flow.down:
        start, end = (box[0] + twin, box[1] + flow.height / 2), (op[0] + side, op[1] - RADIUS * 0.86)
    else:
        start, end = (box[0] + flow.width / 2, box[1] + twin), (op[0] - RADIUS * 0.86, op[1] + side)
    points = [start]
    for target in [*bends, end]:
        (x0, y0), (x1, y1) = points[-1], target
        bow = 1.6 * twin  # the two wires of x*x bow apart
        if flow.down:
            middle = (y0 + y1) / 2
            points += [(x0 + bow, middle), (x1 + bow, middle), target]
        else:
            middle = (x0 + x1) / 2
            points += [(middle, y0 + bow), (middle, y1 + bow), target]
    return points


def _curve(points):
    """Path data of cubic curves through `points` (one start, then three for each curve)."""
    text = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for k in range(1, len(points), 3):
        text.append("C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points[k : k + 3]))
    return "".join(text)


def _numbers(center, row, flow):
    """The middle of the number in a row of a box: row 0 is data, row 1 is grad."""
    x, *baselines = flow.rows
    return (center[0] + x, center[1] + baselines[row] - 5.0)


def _token(key, kind, points, text, start, span):
    """A number that travels along `points` while --t goes from `start` to `start + span`."""
    path = _curve(points)
    return tag(
        "g",
        tag("text", text, dy="0.35em"),
        id=key,
        class_=f"token {kind}",
        style=f"--from:{start};--span:{span};offset-path:path('{path}')",
        aria_hidden="true",
    )


def _line(a, b):
    """A straight curve from a to b, with the control points on it."""
    third = ((b[0] - a[0]) / 3, (b[1] - a[1]) / 3)
    return [a, (a[0] + third[0], a[1] + third[1]), (b[0] - third[0], b[1] - third[1]), b]


def _tokens(prefix, tape, step, where):
    """The numbers that travel during `step`: operands into the op and the result out of it, or gradients back."""
    node = step.node
    box, op = where.boxes[node], where.ops[node]
    operands = tape.nodes[node].operands
    out = []
    if step.phase == "forward":
        for k, j in enumerate(operands):
            wire = where.wires[node, k]
            path = _line(_numbers(where.boxes[j], 0, where.flow), wire[0]) + wire[1:] + _line(wire[-1], op)[1:]
            out.append(_token(f"{prefix}-token-{k}", "data through", path, short(tape.nodes[j].data), 0, 0.55))
        path = _line(op, _numbers(box, 0, where.flow))
        out.append(_token(f"{prefix}-token-out", "data", path, short(tape.nodes[node].data), 0.55, 0.45))
    elif not step.locals:  # the seed: dL/dL = 1 comes from outside
        end = _numbers(box, 1, where.flow)
        out.append(_token(f"{prefix}-token-seed", "grad", _line((end[0] + 60, end[1]), end), "1.0", 0, 1))
    else:
        upstream = tape.grad_at(tape.steps.index(step))[node]
        path = _line(_numbers(box, 1, where.flow), op)
        out.append(_token(f"{prefix}-token-in", "grad through", path, short(upstream), 0, 0.4))
        for k, j in enumerate(operands):
            wire = where.wires[node, k][::-1]
            path = _line(op, wire[0]) + wire[1:] + _line(wire[-1], _numbers(where.boxes[j], 1, where.flow))[1:]
            gain = upstream * step.locals[k]
            out.append(_token(f"{prefix}-token-{k}", "grad", path, ("+" if gain >= 0 else "") + short(gain), 0.4, 0.6))
    return out


def _beside(points, op, flow):
    """Where a wire's local derivative is written: near the op, on the side of the wire that looks away from it."""
    k = 3 * ((len(points) - 1) // 3 - 1)
    a, b, c, d = points[k : k + 4]
    x, y = ((p + 3 * q + 3 * r + s) / 8 for p, q, r, s in zip(a, b, c, d))
    if flow.down:
        return (x + (-24 if x < op[0] else 24), y + 5)
    return (x + 6, y - 17 if y <= op[1] else y + 27)


def _closed(tape, step):
    """({node: whether its op lets gradient through}, nodes that get none because of a closed op after them)."""
    done = [s for s in tape.steps[tape.forward : step] if s.locals]
    passed = {s.node: any(s.locals) for s in done}
    users, blocked = {}, set()
    for s in done:  # results before operands
        for j in tape.nodes[s.node].operands:
            users.setdefault(j, []).append(s.node)
    for s in done:
        if s.node in users and all(i in blocked or not passed[i] for i in users[s.node]):
            blocked.add(s.node)
    return passed, blocked


def spoken(node, data, grad):
    """A box in words: 'a, data 2.0, gradient −2.0'."""
    return f"{node.name}, " + (f"data {short(data)}" if data is not None else "not computed yet") + (
        f", gradient {short(grad)}" if grad is not None else ""
    )


@lru_cache(maxsize=4096)  # from one step to the next, most boxes stay as they are
def _box(prefix, node, center, data, grad, state, flow, note=None, pull=False):
    """A box. note: (class, words) below it; pull: its number can be dragged, and so is a spin button."""
    x, y = -flow.width / 2, -flow.height / 2
    words = spoken(node, data, grad) + (f", {note[1]}" if note else "")
    most = 12 if flow.words else 8
    name = node.name if len(node.name) <= most else node.name[: most - 1] + "…"
    rows = [tag("text", name, class_="name", x=0.0, y=y + 19, text_anchor="middle")]
    for kind, value, baseline in zip(("data", "grad"), (data, grad), flow.rows[1:]):
        shown = fit(value, 7) if value is not None else "·"
        rows.append(tag("text", kind, class_="word", x=x + 9, y=baseline) if flow.words else None)
        if pull and kind == "data":
            handle = {"x": x + 4, "y": baseline - 17, "width": flow.width - 8, "height": 24.0}
            rows.append(tag("rect", class_="handle", rx=5.0, data_drag=f"{prefix}.{node.index}", **handle))
        rows.append(tag("text", shown, class_=f"figure {kind}", x=flow.rows[0], y=baseline, text_anchor="middle"))
    if note:
        rows.append(tag("text", note[1], class_="note", y=y + flow.height + 13, text_anchor="middle"))
    return tag(
        "g",
        tag("title", words),
        tag("rect", class_="body", x=x, y=y, width=flow.width, height=flow.height, rx=9.0),
        rows,
        id=f"{prefix}-box-{node.index}",
        class_=f"box {'op' if node.op else 'leaf'}{state}{' ' + note[0] if note else ''}{' pulled' if pull else ''}",
        data_node=node.name,
        data_value=repr(float(data)) if data is not None else None,
        data_grad=repr(float(grad)) if grad is not None else None,
        data_look=f"{prefix}.{node.index}",
        tabindex="0",
        role="spinbutton" if pull else "img",
        aria_label=words,
        aria_valuenow=repr(float(data)) if pull else None,
        style=f"transform:translate({center[0]:.1f}px,{center[1]:.1f}px)",
    )


@lru_cache(maxsize=4096)
def _wire_path(key, points, kind):
    return tag("path", d=_curve(points), id=key, class_="wire" + kind)


@lru_cache(maxsize=4096)
def _sign(key, op, center, kind):
    symbol = SYMBOLS.get(op, op)
    return tag(
        "g",
        tag("circle", r=RADIUS),
        tag("text", symbol, dy="0.35em", text_anchor="middle", class_="small" if len(symbol) > 2 else None),
        id=key,
        class_="opsign" + kind,
        style=f"transform:translate({center[0]:.1f}px,{center[1]:.1f}px)",
        aria_hidden="true",
    )


@dataclass(frozen=True)
class Pieces:
    """A picture as its parts: what stands before them, and the parts themselves, {id: markup}, in layers from the back.

    Two pictures with the same head and the same ids differ only in some parts, which is quick to show.
    """

    head: str
    layers: tuple

    @property
    def parts(self):
        return {key: part for layer in self.layers for key, part in layer.items()}

    @property
    def markup(self):
        return Markup(self.head + "".join(f"<g>{''.join(layer.values())}</g>" for layer in self.layers) + "</svg>")


def graph(tape, step, **how):
    """The picture of `tape` after `step` whole steps; how: see `pieces`."""
    return pieces(tape, step, **how).markup


def pieces(tape, step, *, under_way=False, prefix="graph", flow=RIGHT, look=None, groups=(), label="Computation graph",
           lit=None, notes=(), pulls=()):
    """The picture of `tape` after `step` whole steps, as Pieces.

    under_way: the step after those has begun: it is lit, and its tokens are there to travel by --t.
    look: the index of the box that is inspected, or None.
    groups: (name, indices of boxes) pairs; each is framed.
    lit: the indices of the boxes beside which the rest fades. notes: {index: (class, words)} for a line below a box.
    pulls: the boxes whose number can be dragged.
    """
    where = geometry([node.operands for node in tape.nodes], flow, [members for _, members in groups])
    data, grad = tape.data_at(step), tape.grad_at(step)
    now = tape.steps[step] if under_way and step < len(tape.steps) else None
    passed, blocked = _closed(tape, step)
    notes = dict(notes)
    wires, ops, boxes, slopes = {}, {}, {}, []
    for node in tape.nodes:
        i = node.index
        mine = now is not None and now.node == i
        light = " lit" if lit is not None and i in lit else ""
        for k, j in enumerate(node.operands):
            kind = " known" if i in data else ""
            if i in passed:
                kind = " shut" if i in blocked or not passed[i] else " gradient"
            kind += (f" now {now.phase}" if mine else "") + (" lit" if light and j in lit else "")
            key = f"{prefix}-wire-{i}-{k}"
            wires[key] = _wire_path(key, tuple(where.wires[i, k]), kind)
            if mine and now.phase == "backward" and now.locals:
                x, y = _beside(where.wires[i, k], where.ops[i], flow)
                text = "×" + short(now.locals[k])
                slopes.append(tag("text", text, class_="slope", x=x, y=y, id=f"{prefix}-slope-{i}-{k}"))
        if node.operands:
            link = tuple(_line(where.ops[i], where.boxes[i]))
            key = f"{prefix}-link-{i}"
            wires[key] = _wire_path(key, link, " link" + (" known" if i in data else "") + light)
            kind = (f" now {now.phase}" if mine else "") + ("" if passed.get(i, True) else " shut") + light
            key = f"{prefix}-op-{i}"
            ops[key] = _sign(key, node.op, where.ops[i], kind)
        state = (f" now {now.phase}" if mine else "") + (" looked" if look == i else "") + light
        box = _box(prefix, node, where.boxes[i], data.get(i), grad.get(i), state, flow, notes.get(i), i in pulls)
        boxes[f"{prefix}-box-{i}"] = box
    tokens = _tokens(prefix, tape, now, where) if now else []
    frames = [
        tag("g", tag("rect", x=x, y=y, width=w, height=h, rx=12.0), tag("text", name, x=x + 12, y=y + 19), class_="group")
        for (name, _), (x, y, w, h) in zip(groups, where.frames)
    ]
    moving = {f"{prefix}-tokens": tag("g", *slopes, *tokens, class_="tokens", id=f"{prefix}-tokens")}
    head = tag(
        "svg",
        tag("g", *frames) if frames else None,
        viewBox=f"0 0 {where.width:.1f} {where.height:.1f}",
        style=f"min-width:{where.width * LEAST:.0f}px;max-width:{where.width * MOST:.0f}px",
        class_="graph" + (" down" if flow.down else "") + (" looking" if lit is not None else ""),
        role="group",
        aria_label=label,
        xmlns="http://www.w3.org/2000/svg",
    ).removesuffix("</svg>")
    return Pieces(head, (wires, ops, boxes, moving))
