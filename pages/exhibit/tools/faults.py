"""Break the engine: its own source with one of the classic mistakes in it, changed in a line or two, and really run.

Offers FAULTS, `update` and `view` (the state is a fault's key, '' where there is none), `run_with` (a run on the
changed engine); and what is shown of it elsewhere: `changed_rows` (the source as a diff), `calls` and `notes`.
"""

import linecache
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from micrograd import Value, engine
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag
from micrograd.tape import Tape
from micrograd.tape.backward import backward_step, seed_step
from micrograd.tape.forward import forward_step
from micrograd.tape.names import attribute
from micrograd.tape.values import values_of

from ...controls import button
from ...events import Event, Press
from ..player import Transport
from ..run import Run, Wrong
from ..source import Row, engine_lines

ORDER = """\
        left, met = [self], set()
        while left:
            v = left.pop()
            if v not in met:
                met.add(v)
                v._backward()
                left.extend(reversed(v._prev))"""


@dataclass(frozen=True)
class Fault:
    """old, new: a pattern in a line of the source, and what stands there instead; why: of the first wrong box, {name};
    passes: how often backward() is called.
    """

    key: str
    title: str
    old: str
    new: str
    why: str
    passes: int = 1


FAULTS = {
    fault.key: fault
    for fault in (
        Fault(
            "set",
            "= for +=",
            r"\.grad \+= ",
            ".grad = ",
            "{name} is used more than once, and the gradient from the second use took the place of the one from the "
            "first. Gradients of several uses add up: +=.",
        ),
        Fault(
            "order",
            "Recursion order",
            r"        for v in reversed\(order\):|            v\._backward\(\)",
            ORDER,
            "A value on the way to {name} passed its gradient on before every value that uses it had answered, and what "
            "came later was never passed on. In topological order, each value waits for all its users.",
        ),
        Fault(
            "twice",
            "Backward twice",
            r"        for v in order:|            v\.grad = 0\.0 if .*",
            "",
            "backward() was called again, and nobody had set the gradients back to 0; that is what zero_grad() is for. "
            "(The engine itself resets what lies between the leaves and the root; here these two lines are gone.)",
            passes=2,
        ),
        Fault(
            "tanh",
            "Wrong tanh slope",
            r"1 - out\.data\*\*2",
            "1 - self.data**2",
            "The slope of tanh at x is 1 − tanh(x)²: square the result, not what went in. Everything to its left "
            "inherits the wrong factor.",
        ),
    )
}


def update(fault: str, event: Event) -> str:
    """The state after a press; the very same, if it is none of this tool's."""
    match event:
        case Press("fault", key) if key in FAULTS:
            return "" if fault == key else key
        case Press("fix"):
            return ""
    return fault


# --- the changed engine, and what it does ---


@lru_cache(maxsize=8)
def changed_rows(key: str) -> tuple[Row, ...]:
    """The engine's source with the fault: (number or None, text, '' or 'gone' or 'new') for every line of the diff."""
    fault, rows, number = FAULTS[key], list[Row](), 0
    waiting: list[str] = []
    for line in engine_lines():
        gone = bool(re.search(fault.old, line))
        if not gone:
            for added in waiting:
                number += 1
                rows.append((number, added, "new"))
            number, waiting = number + 1, []
        rows.append((None, line, "gone") if gone else (number, line, ""))
        if gone:  # lines that go together give way to one piece
            new = ORDER.split("\n") if fault.new == ORDER else [re.sub(fault.old, fault.new, line)]
            waiting = new if fault.new == ORDER else [*waiting, *filter(None, new)]
    return tuple(rows)


@lru_cache(maxsize=8)
def engine_with(key: str) -> type[Value]:
    """The class Value of the changed source: a subclass of the real one, so that everything else takes it for one."""
    lines = [line + "\n" for number, line, _ in changed_rows(key) if number]
    source, file = "".join(lines), f"{engine.__file__} with {key}"
    linecache.cache[file] = (len(source), None, lines, file)  # where the tape looks for the lines that ran
    space = {"__name__": engine.__name__, "__package__": engine.__package__}
    exec(compile(source, file, "exec"), space)  # the project's own source, and nothing of the reader's
    whole: Any = space["Value"]
    slots = ("__slots__", *whole.__slots__)  # which the real one has
    own = {name: member for name, member in vars(whole).items() if name not in slots}
    broken: type[Value] = type("Value", (Value,), own)
    space["Value"] = broken  # type: ignore[assignment]  # the source's own functions make these from now on
    return broken


@lru_cache(maxsize=64)
def run_with(run: Run, key: str) -> Run:
    """The same graph on the engine with a fault; the run itself for ''."""
    if not key:
        return run
    tape = faulty_tape(run.tape, key)
    return replace(run, tape=tape, fault=key, sound_tape=run.tape, wrong=wrong_gradients(run.tape, tape))


def faulty_tape(tape: Tape, key: str) -> Tape:
    """The tape of the same graph on the changed engine: every step in the order in which this engine takes it."""
    order = values_of(tape, engine_with(key))
    root, index = order[tape.root], {v: i for i, v in enumerate(order)}
    names = {v: node.name for v, node in zip(order, tape.nodes)}
    steps = [forward_step(v, index, names) for v in order if v._prev]
    turns, reached = backward_order(root, order), set[Value]()
    for _ in range(FAULTS[key].passes):
        steps.append(seed_step(root, index, names, reached))
        steps += [backward_step(v, index, names, reached) for v in turns if v._prev]
    return Tape(tape.nodes, tuple(steps), tape.root)


def backward_order(root: Value, order: Iterable[Value]) -> list[Value]:
    """The values in the order in which root.backward() comes to them."""
    rules, turns = [(v, v._backward) for v in order], list[Value]()
    try:
        for v, _ in rules:
            v._backward = partial(turns.append, v)
        root.backward()
    finally:
        for v, rule in rules:
            v._backward, v.grad = rule, 0.0
    return turns


def wrong_gradients(sound: Tape, tape: Tape) -> tuple[Wrong, ...]:
    """In their order: the gradients that, after their last change, are not what the engine itself finds."""
    last = {c.node: k for k, step in enumerate(tape.steps) for c in step.changes if c.field == "grad"}
    want, have = sound.grad_at(len(sound.steps)), tape.grad_at(len(tape.steps))
    wrong = [Wrong(k, i, want[i]) for i, k in last.items() if abs(have[i] - want[i]) > 1e-9 * max(1.0, abs(want[i]))]
    return tuple(sorted(wrong))


# --- what is seen of it ---


def calls(run: Run) -> tuple[tuple[str, str], ...]:
    """The end of the code that calls the engine, where the mistake is there and not in the engine: (text, '' or 'new')
    for each line.
    """
    passes = FAULTS[run.fault].passes if run.fault else 1
    if passes == 1:
        return ()
    call = attribute(run.root, "backward()")
    above = ((run.call, ""),) if run.call else ()
    return (*above, (call, ""), *((f"{call}  # again, without zeroing", "new"),) * (passes - 1))


def notes(run: Run, k: int, narrow: bool) -> Mapping[int, tuple[str, str]]:
    """{box: (class, words below it)}: the right gradient, where a wrong one stands."""
    found = {}
    for place, wrong in enumerate(run.wrong):
        if k > wrong.step:
            sign = "≠" if narrow else "right:"  # narrow boxes stand close
            found[wrong.node] = ("wrong" if place else "wrong first", f"{sign} {short(wrong.right)}")
    return found


def view(page: str, run: Run, time: Transport, showcases: Mapping[str, str]) -> Markup:
    """The tool's panel. showcases: {fault: the title of a graph on which it shows}, where a section has one."""
    return group(
        tag(
            "p",
            "Four mistakes everybody makes once. Switch one on: the first wrong gradient turns red. Then nudge that value: "
            "the nudge knows nothing of the engine’s lines, and finds the bug.",
            class_="hint",
        ),
        switches(page, run.fault),
        consequences(page, run, time, showcases) if run.fault else None,
    )


@lru_cache(maxsize=8)
def switches(page: str, chosen: str) -> Markup:
    buttons = [button(fault.title, f"{page}.fault", key, pressed=chosen == key) for key, fault in FAULTS.items()]
    return tag("div", buttons, class_="buttons")


def consequences(page: str, run: Run, time: Transport, showcases: Mapping[str, str]) -> Markup:
    """What the fault does to this graph."""
    fix = button("Fix it", f"{page}.fix", kind="leaf")
    if not run.wrong:
        title = showcases.get(run.fault)
        return group(
            tag(
                "p",
                "On this graph nobody would notice: every gradient is right. That is how such mistakes survive.",
                class_="told",
            ),
            tag("div", button(f"Show it on {title}", f"{page}.show") if title else None, fix, class_="buttons"),
        )
    first = run.wrong[0]
    name = run.tape.nodes[first.node].name
    if time.step <= first.step:
        count = f"{len(run.wrong)} of {len(run.tape.nodes)}"
        sentence = tag("p", f"Play it and see: {count} gradients will be wrong.", class_="stop")
    else:
        have = run.tape.grad_at(time.step)[first.node]
        what = f"{name} goes wrong first, with {short(have)} instead of {short(first.right)}. "
        why = FAULTS[run.fault].why.format(name=name)
        sentence = tag("p", tag("strong", what, class_="wrong"), why, class_="stop")
    return group(sentence, tag("div", fix, class_="buttons"))
