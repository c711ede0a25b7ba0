"""A fixed sequence of events through every page, and a hash of what each slot shows after each of them.

    python3 -m tests.pages.recording write      # tests/pages/recording.json, after a change that is meant to be seen
    python3 -m tests.pages.recording dump DIR   # the markup itself, a file a moment, to compare two checkouts with diff

test_recording.py plays the same events and compares, so that a change of the code's shape that changes what anybody
sees is noticed, wherever it is.
"""

import hashlib
import json
import sys
from pathlib import Path

from micrograd.tape import record
from pages.cell.examples import EXAMPLES as PROGRAMS
from pages.idea.examples import EXAMPLES
from pages.registry import PAGES

KEPT = Path(__file__).with_name("recording.json")


def press(do, value=None):
    return {"type": "press", "do": do, "value": value}


def enter(do, value):
    return {"type": "input", "do": do, "value": value}


def change(do, value):
    return {"type": "change", "do": do, "value": value}


def frames(count, ms=90.0):
    return [{"type": "frame", "ms": ms, "elapsed": ms}] * count


def screen(width, theme, still=False):
    return {"type": "environment", "width": width, "theme": theme, "still": still}


def look(name):
    return {"type": "look", "look": name}


def key(name, on=None, shift=False):
    return {"type": "key", "key": name, "on": on, "shift": shift}


def drag(index, x, fine=False):
    return [
        {"type": "drag", "do": str(index), "phase": phase, "x": to, "y": 0, "fine": fine}
        for phase, to in (("start", 0), ("move", x / 2), ("move", x), ("end", x))
    ]


def draw(x, y, other=False):
    return [
        {"type": "draw", "do": "point", "phase": phase, "x": x, "y": y, "other": other}
        for phase in ("down", "move", "up")
    ]


def idea():
    yield from (press("forward"), *frames(40), press("backward"), *frames(40))
    yield from (
        press("back"),
        *frames(10),
        press("step"),
        *frames(10),
        enter("timeline", "2"),
        press("play"),
        *frames(3),
        press("play"),
    )
    yield from (
        look("idea.0"),
        look("idea.line-37"),
        look("idea.4"),
        look(None),
        enter("speed", "2"),
        enter("zoom", "1.5"),
    )
    for view in ("program", "wasm", "engine"):
        yield press(f"view-{view}")
    for example in EXAMPLES:
        yield from (change("example", example.key), enter("timeline", "99"), look("idea.0"), look(None))
        yield from (
            press("view-program"),
            press("view-engine"),
            change("nudge", "0"),
            *frames(4),
            enter("h", "4"),
            *frames(30),
        )
        for fault in ("set", "order", "twice", "tanh"):
            yield from (press(f"fault-{fault}"), enter("timeline", "99"))
        yield press("fix")
    yield from (
        change("example", "diamond"),
        press("predict"),
        press("backward"),
        *frames(40),
        change("guess", "3"),
        change("guess", "1"),
    )
    yield from (*frames(20), press("reveal"), *frames(20), press("predict"), press("reset"))
    yield from (enter("text", "a = Value(2.0)\nL = a *"), enter("text", "a = Value(1.5)\nL = (a + 2) * a.tanh()"))
    yield from (
        *drag(0, 40),
        key("ArrowUp", "0"),
        key("ArrowRight", "0"),
        key("PageDown", "0", True),
        key("?"),
        key(" "),
        *frames(3),
    )
    yield from (
        {"type": "address", "fragment": "example=neuron&at=7&speed=2"},
        screen(390, "light"),
        press("step"),
        *frames(3),
        screen(900, "dark", True),
    )


def unit():
    yield from (
        press("forward"),
        *frames(30),
        press("backward"),
        *frames(60),
        press("update"),
        *frames(20),
        look("unit.3"),
    )
    for activation in ("tanh", "sigmoid", "linear", "relu"):
        yield from (change("activation", activation), press("forward"), *frames(30), press("backward"), *frames(60))
    yield from (enter("x1", "-1.3"), enter("rate", "0.5"), press("update"), *frames(70), press("kill"), *frames(90))
    yield from (
        screen(390, "light"),
        look("unit.0"),
        screen(1000, "dark", True),
        press("update"),
        *frames(30),
        press("reset"),
    )


def network():
    yield from (
        press("forward"),
        *frames(40),
        look("network.edge.1.2.3"),
        look("network.neuron.2.1"),
        press("backward"),
        *frames(50),
    )
    yield from (
        look("network.edge.1.2.b"),
        look("network.neuron.1.0"),
        look("network.neuron.0.1"),
        look(None),
        press("add"),
        press("weights"),
    )
    yield from (
        enter("x1", "-0.4"),
        press("remove"),
        press("remove"),
        press("forward"),
        *frames(2),
        screen(390, "light"),
        press("reset"),
    )


def loop():
    yield from (
        press("step"),
        press("start"),
        *frames(6),
        look("loop.map.0.3"),
        *frames(2),
        press("start"),
        press("slowly"),
        press("slowly"),
    )
    yield from (
        press("slowly"),
        press("slowly"),
        press("slowly"),
        {"type": "track", "do": "chart", "x": 0.2, "y": 0.5},
        look("loop.plane"),
    )
    yield from (
        enter("history", "3"),
        press("step"),
        press("program-python"),
        press("program-machine"),
        press("program-machine"),
    )
    yield from (
        *draw(0.2, 0.7),
        *draw(0.4, 0.1, True),
        enter("pen", "erase"),
        *draw(0.2, 0.7),
        key("ArrowUp", "plane"),
        key("Enter", "plane", True),
    )
    yield from (
        key("Delete", "plane"),
        key("Escape", "plane"),
        enter("rate", "x"),
        change("rate", "0.5"),
        change("batch", "10"),
        press("step"),
    )
    yield from (
        change("l2", "0"),
        change("data", "moons"),
        change("activation", "tanh"),
        change("hidden", "5 3"),
        press("step"),
        press("slowly"),
    )
    yield from (
        press("set-xor"),
        change("noise", "0.2"),
        change("seed", "7"),
        press("weights"),
        press("step"),
        enter("pace", "3"),
        press("reset"),
    )
    yield from (screen(390, "light"), change("rate", "10"), change("l2", "1"), press("start"), *frames(120))


def said(*messages):
    return {"type": "worker", "life": 1, "kind": "said", "texts": [json.dumps(message) for message in messages]}


def cell():
    a = {"name": "a", "op": "", "operands": [], "data": 2.0, "grad": 4.0}
    b = {"name": "a * a", "op": "*", "operands": [0, 0], "data": 4.0, "grad": 1.0}
    from micrograd import Value
    from micrograd.tape import to_json

    v = Value(2.0, label="a")
    tape = json.loads(to_json(record(v * v)))
    graph = {"type": "Draw", "place": 3, "what": "Graph", "drawing": {"boxes": [a, b], "tape": tape}}
    curve = {"type": "Draw", "place": None, "what": "Curve", "drawing": {"numbers": [3.0, 2.0, 1.5]}}
    for program in PROGRAMS:
        yield change("example", program.key)
    yield from (
        press("run"),
        {"type": "worker", "life": 1, "kind": "tick", "text": ""},
        said({"type": "Progress", "stage": "interpreter"}),
    )
    yield from (
        said({"type": "Ready"}),
        said({"type": "Text", "stream": "out", "text": "one\n"}, graph, curve),
        look("cell.2.0"),
        look(None),
    )
    yield from (
        press("forward.2"),
        *frames(8),
        press("backward.2"),
        *frames(20),
        press("program.2"),
        press("back.2"),
        press("now.2"),
    )
    yield from (
        said({"type": "Note", "text": "A note."}),
        said({"type": "Done", "run": 1, "seconds": 0.5}),
        enter("text", "while True: pass"),
    )
    yield from (
        press("run"),
        *[{"type": "worker", "life": 1, "kind": "tick", "text": ""}] * 31,
        press("on"),
        press("stop"),
        press("share"),
        press("reset"),
    )
    yield from (screen(390, "light"), press("bring"), {"type": "worker", "life": 2, "kind": "died", "text": "memory"})


def theme():
    yield from (press("switch"), press("switch"))


def moments():
    """(page, number, {slot: markup}) for the state after each event, of every page; the first is the page's first
    frame.
    """
    scripts = {"theme": theme, "idea": idea, "unit": unit, "network": network, "loop": loop, "cell": cell}
    for page in PAGES:
        state = page.start()
        for number, event in enumerate([None, *scripts[page.NAME]()]):
            state = page.handle(state, event) if event else state
            yield (
                page.NAME,
                number,
                {slot: text for slot, content in page.view(state).items() if (text := markup(content)) is not None},
            )


def markup(content):
    """What a slot shows, as text: markup, and the variables and marks on it. None for what is no picture."""
    if isinstance(content, str):
        return str(content)
    text = [str(content.markup)] if hasattr(content, "markup") else []
    for name in ("variables", "marks", "problem"):
        found = getattr(content, name, None)
        text += [repr(sorted(found.items()) if isinstance(found, dict) else found)] if found else []
    if hasattr(content, "rasters"):
        text.append(hashlib.sha256(b"".join(raster.png() for raster in content.rasters())).hexdigest())
    return "\n".join(text) if text else None


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def recorded():
    """{page: [[slot, hash] that changed, for each moment]}."""
    found, last = {}, {}
    for page, _, slots in moments():
        hashes = {slot: digest(text) for slot, text in slots.items()}
        found.setdefault(page, []).append({slot: h for slot, h in hashes.items() if last.get(slot) != h})
        last.update(hashes)
    return found


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write"]:
            KEPT.write_text(json.dumps(recorded(), indent=0, sort_keys=True) + "\n", "utf-8")
        case ["dump", folder]:
            for page, number, slots in moments():
                path = Path(folder) / page / f"{number:04}.txt"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(
                    "\n".join(
                        f"## {slot}\n{text.replace('><', '>' + chr(10) + '<')}" for slot, text in sorted(slots.items())
                    ),
                    "utf-8",
                )
        case _:
            sys.exit(__doc__)
