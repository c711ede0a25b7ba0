"""Runs the reader's programs, one after another, in one namespace.

    run = open_session(post)        # post(text): where messages go (wire.py)
    run('print(1 + 1)', 1)          # sends text, drawings, an error; and at last Done

Nothing here knows the browser. assets/sandbox.js calls these two in a worker, and the tests in CPython.

Offers `open_session` and `GIVEN`, the names that every program has.
"""

import ast
import builtins
import linecache
import os
import random
import sys
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import perf_counter
from types import ModuleType
from typing import Any

from micrograd import MLP, Layer, Module, Neuron, Value, display, show, train
from micrograd import data as datasets
from micrograd.compiler.backends import default_runtime  # the compiler, which train needs, is known to Baseline so
from micrograd.show import use_sink

from . import blocklist
from .baseline import Baseline, own_modules
from .drawable import drawing_of
from .errors import failure_record
from .hints import remarks
from .lines import program_name
from .output import Output, Stream
from .records import Done, Note, Text

LONGEST_REPR = 10_000
THINGS: tuple[Any, ...] = (Value, Neuron, Layer, MLP, Module, show, display, train, *datasets.DATASETS.values())
GIVEN: dict[str, Any] = {thing.__name__: thing for thing in THINGS}


def open_session(post: Callable[[str], object], closed: bool = True) -> Callable[[str, int], str]:
    """A function run(code, number) that runs a program. closed: the bridges to the browser are refused from now on."""
    random.seed()  # the interpreter may be a copy of one that was started before
    own = own_modules()
    with suppress(ImportError):  # where nothing runs WebAssembly, train has other backends
        default_runtime()  # it needs the bridges once, and keeps of them what runs a module
    if closed:
        blocklist.install()
    return Session(post, own).run


class Session:
    """One namespace, and what is known of the programs that ran in it. own: see Baseline."""

    def __init__(self, post: Callable[[str], object], own: Mapping[str, ModuleType]) -> None:
        self.post = post
        self.names = dict(GIVEN)
        self.texts: dict[int, list[str]] = {}  # of each run: its lines
        self.baseline = Baseline(own)
        self.sample = sample_output()

    def run(self, code: str, number: int) -> str:
        """Runs one program and reports all that happens. Returns 'done', or why no other program should run here."""
        start, output = perf_counter(), Output(self.post, self.names)
        self.names.update(__name__="__main__", __builtins__=builtins)
        for name in GIVEN.keys() - self.names.keys():
            self.names[name] = GIVEN[name]
        self.texts[number] = code.splitlines()
        name = program_name(number)
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(output, "out"), Stream(output, "err")
        try:
            with use_sink(output):
                self.execute(code, name, number, output)
        finally:
            sys.stdout, sys.stderr = streams
        self.finish(output, number)
        if sample_output() != self.sample:
            return "not put back"
        output.send(Done(number, perf_counter() - start))
        return "done"

    def execute(self, code: str, name: str, number: int, output: Output) -> None:
        """Runs the program and puts back what it broke, however it ends."""
        try:
            self.evaluate(code, name, output)
        except SystemExit as leaving:
            self.restore(output)
            output.note(f"The program ended itself: {exit_words(leaving)}.")
        except BaseException as error:  # everything is the reader's, and nothing may end the session
            self.restore(output)
            self.finish(output, number)
            output.send(failure_record(error, number, self.texts))
        else:
            self.restore(output)

    def evaluate(self, code: str, name: str, output: Output) -> None:
        """Runs the program's lines; the value of the last one is shown."""

        def show_warning(
            message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: object, **__: object
        ) -> None:
            where = f" in line {lineno}" if filename == name else ""
            output.write(f"{category.__name__}{where}: {message}\n", "err")

        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = show_warning
            tree = ast.parse(code, name)
            for remark in remarks(tree):
                output.note(remark)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            if tree.body:
                exec(compile(tree, name, "exec"), self.names)
            if isinstance(last, ast.Expr):
                self.show_value(eval(compile(ast.Expression(last.value), name, "eval"), self.names), output)

    def show_value(self, thing: object, output: Output) -> None:
        """The value of the last line: its picture if it has one, and its text if that says more."""
        if thing is None:
            return
        self.names["_"] = thing
        drawing = drawing_of(thing, self.names)
        if drawing:
            output.draw(drawing)
        if not drawing or isinstance(thing, (list, tuple)):
            text = repr(thing)
            output.send(Text("value", text if len(text) <= LONGEST_REPR else text[:LONGEST_REPR] + " …"))

    def restore(self, output: Output) -> None:
        wrong = self.baseline.restore()
        if wrong:
            some = ", ".join(wrong[:5]) + (" and others" if len(wrong) > 5 else "")
            output.send(
                Note(f"This run changed or removed parts of Python or of the engine ({some}). They have been put back.")
            )

    def finish(self, output: Output, number: int) -> None:
        """Sends what was held back; where making it fails, that error."""
        try:
            output.end()
        except Exception as error:
            output.animation.clear()
            output.send(failure_record(error, number, self.texts))


def exit_words(leaving: SystemExit) -> str:
    """How a program ended itself: with its number or its words, of which only plain ones are asked."""
    match leaving.code:
        case None | 0:
            return "exit"
        case str() | int() as code:
            return f"exit with {repr(code)[:200]}"
    return f"exit with an object of type {type(leaving.code).__name__[:100]}"


def sample_output() -> tuple[list[str], list[str]]:
    """What a small program sends: as long as it is the same, what the next program needs is whole."""
    messages: list[str] = []
    names: dict[str, Any] = {"Value": Value, "__builtins__": builtins}
    exec("a = Value(2.0, label='a')\nL = (a * a + 1.0).tanh()\nL.backward()", names)
    Output(messages.append, names).display(names["L"])
    return messages, [path for path in sys.path if os.path.exists(path)]
