"""A fixed sequence of events through every page, and a hash of what each slot shows after each of them.

    python3 -m tests.pages.recording write      # tests/pages/recording.json, after a change that is meant to be seen
    python3 -m tests.pages.recording print      # the hashes of this moment
    python3 -m tests.pages.recording dump DIR   # the markup itself, a file a moment, to compare two checkouts with diff

test_recording.py plays the same events and compares, so that a change of the code's shape that changes what anybody
sees is noticed, wherever it is.
"""

import hashlib
import json
import sys
from pathlib import Path

from micrograd import Value
from pages.cell.examples import EXAMPLES as PROGRAMS
from pages.environment import Environment
from pages.events import (
    Arrive,
    Change,
    Drag,
    Draw,
    Frame,
    Input,
    Key,
    Look,
    Press,
    Screen,
    Track,
    WorkerDeath,
    WorkerMessages,
    WorkerTick,
)
from pages.idea.examples import EXAMPLES
from pages.registry import PAGES
from pages.targets import Target, parse_target
from pages.worker import records, wire
from pages.worker.graph import graph_record

KEPT = Path(__file__).with_name("recording.json")


def frames(count, ms=90.0):
    return [Frame(ms, ms)] * count


def screen(width, theme, still=False):
    return Screen(Environment(width, still, theme))


def look(target):
    """At a Target as it stands in the markup, without the page's name."""
    return Look(target and parse_target(target))


def key(name, on=None, shift=False):
    return Key(name, on and parse_target(on), shift)


def drag(index, x, fine=False):
    return [
        Drag(Target("box", index), phase, to, 0.0, fine)
        for phase, to in (("start", 0), ("move", x / 2), ("move", x), ("end", x))
    ]


def draw(x, y, other=False):
    return [Draw("point", phase, x, y, other) for phase in ("down", "move", "up")]


def idea():
    yield from (Press("forward"), *frames(40), Press("backward"), *frames(40))
    yield from (
        Press("back"),
        *frames(10),
        Press("step"),
        *frames(10),
        Input("timeline", "2"),
        Press("play"),
        *frames(3),
        Press("play"),
    )
    yield from (
        look("box.0"),
        look("line.37"),
        look("box.4"),
        look(None),
        Input("speed", "2"),
        Input("zoom", "1.5"),
    )
    for view in ("program", "wasm", "engine"):
        yield Press("view", view)
    for example in EXAMPLES:
        yield from (Change("example", example.key), Input("timeline", "99"), look("box.0"), look(None))
        yield from (
            Press("view", "program"),
            Press("view", "engine"),
            Change("nudge", "0"),
            *frames(4),
            Input("h", "4"),
            *frames(30),
        )
        for fault in ("set", "order", "twice", "tanh"):
            yield from (Press("fault", fault), Input("timeline", "99"))
        yield Press("fix")
    yield from (
        Change("example", "diamond"),
        Press("predict"),
        Press("backward"),
        *frames(40),
        Change("guess", "3"),
        Change("guess", "1"),
    )
    yield from (*frames(20), Press("reveal"), *frames(20), Press("predict"), Press("reset"))
    yield from (Input("text", "a = Value(2.0)\nL = a *"), Input("text", "a = Value(1.5)\nL = (a + 2) * a.tanh()"))
    yield from (
        *drag(0, 40),
        key("ArrowUp", "box.0"),
        key("ArrowRight", "box.0"),
        key("PageDown", "box.0", True),
        key("?"),
        key(" "),
        *frames(3),
    )
    yield from (
        Arrive("example=neuron&at=7&speed=2"),
        screen(390, "light"),
        Press("step"),
        *frames(3),
        screen(900, "dark", True),
    )


def unit():
    yield from (
        Press("forward"),
        *frames(30),
        Press("backward"),
        *frames(60),
        Press("update"),
        *frames(20),
        look("box.3"),
    )
    for activation in ("tanh", "sigmoid", "linear", "relu"):
        yield from (Change("activation", activation), Press("forward"), *frames(30), Press("backward"), *frames(60))
    yield from (Input("x1", "-1.3"), Input("rate", "0.5"), Press("update"), *frames(70), Press("kill"), *frames(90))
    yield from (
        screen(390, "light"),
        look("box.0"),
        screen(1000, "dark", True),
        Press("update"),
        *frames(30),
        Press("reset"),
    )


def network():
    yield from (
        Press("forward"),
        *frames(40),
        look("edge.1.2.3"),
        look("neuron.2.1"),
        Press("backward"),
        *frames(50),
    )
    yield from (
        look("edge.1.2.b"),
        look("neuron.1.0"),
        look("neuron.0.1"),
        look(None),
        Press("add"),
        Press("weights"),
    )
    yield from (
        Input("x1", "-0.4"),
        Press("remove"),
        Press("remove"),
        Press("forward"),
        *frames(2),
        screen(390, "light"),
        Press("reset"),
    )
    yield from (Press("by"), Press("step"), *frames(12), Press("update"), *frames(60), Press("show", "updates"))
    yield from (Press("resize", "more.1"), key("Enter", "neuron.1.0"), key("ArrowUp", "edge.0.0.0"), look("edge.0.0.0"))
    yield from (
        Change("weight", "0.5", "0.0.1"),
        Change("seed", "7"),
        Press("show", "gradients"),
        Press("play"),
        *frames(30),
    )


def loop():
    yield from (
        Press("step"),
        Press("start"),
        *frames(6),
        look("neuron.1.3"),
        *frames(2),
        Press("start"),
        Press("slowly"),
        Press("slowly"),
    )
    yield from (
        Press("slowly"),
        Press("slowly"),
        Press("slowly"),
        Track("chart", 0.2, 0.5),
        look("plane"),
    )
    yield from (
        Input("history", "3"),
        Press("step"),
        Press("program", "python"),
        Press("program", "machine"),
        Press("program", "machine"),
    )
    yield from (
        *draw(0.2, 0.7),
        *draw(0.4, 0.1, True),
        Input("pen", "erase"),
        *draw(0.2, 0.7),
        key("ArrowUp", "plane"),
        key("Enter", "plane", True),
    )
    yield from (
        key("Delete", "plane"),
        key("Escape", "plane"),
        Input("rate", "x"),
        Change("rate", "0.5"),
        Change("batch", "10"),
        Press("step"),
    )
    yield from (
        Change("l2", "0"),
        Change("data", "moons"),
        Change("activation", "tanh"),
        Change("hidden", "5 3"),
        Press("step"),
        Press("slowly"),
    )
    yield from (
        Press("set", "xor"),
        Change("noise", "0.2"),
        Change("seed", "7"),
        Press("weights"),
        Press("step"),
        Input("pace", "3"),
        Press("reset"),
    )
    yield from (screen(390, "light"), Change("rate", "10"), Change("l2", "1"), Press("start"), *frames(120))


def messages(*contents):
    return WorkerMessages(1, tuple(json.dumps(content) for content in contents))


def cell():
    a = Value(2.0, label="a")
    square = a * a
    square.backward()
    graph = json.loads(wire.write(records.Draw(3, graph_record(square, {}))))
    curve = {"type": "Draw", "place": None, "what": "Curve", "drawing": {"numbers": [3.0, 2.0, 1.5]}}
    for program in PROGRAMS:
        yield Change("example", program.key)
    yield from (
        Press("run"),
        WorkerTick(1),
        messages({"type": "Progress", "stage": "interpreter"}),
    )
    yield from (
        messages({"type": "Ready"}),
        messages({"type": "Text", "stream": "out", "text": "one\n"}, graph, curve),
        look("2.box.0"),
        look(None),
    )
    yield from (
        Press("forward", "2"),
        *frames(8),
        Press("backward", "2"),
        *frames(20),
        Press("program", "2"),
        Press("back", "2"),
        Press("now", "2"),
    )
    yield from (
        messages({"type": "Note", "text": "A note."}),
        messages({"type": "Done", "run": 1, "seconds": 0.5}),
        Input("text", "while True: pass"),
    )
    yield from (
        Press("run"),
        *[WorkerTick(1)] * 31,
        Press("on"),
        Press("stop"),
        Press("share"),
        Press("reset"),
    )
    yield from (screen(390, "light"), Press("bring"), WorkerDeath(2, "memory"))


def theme():
    yield from (Press("switch"), Press("switch"))


SCRIPTS = {"theme": theme, "idea": idea, "unit": unit, "network": network, "loop": loop, "cell": cell}


def moments():
    """(page, number, {slot: markup}) for the state after each event, of every page; the first is the page's first
    frame.
    """
    for page in PAGES:
        state = page.start()
        for number, event in enumerate([None, *SCRIPTS[page.NAME]()]):
            state = page.update(state, event)[0] if event else state
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
        case ["print"]:
            json.dump(recorded(), sys.stdout)
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
