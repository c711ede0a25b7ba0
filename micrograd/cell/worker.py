"""The cell's own side: runs the reader's programs, one after another, in one namespace.

    run = open_cell(post)           # post(text): where messages go (wire.py)
    run('print(1 + 1)', 1)          # sends text, drawings, an error; and at last Done

Nothing here knows the browser. assets/sandbox.js calls these two in a worker, and the tests in CPython.

Offers `open_cell`.
"""

import ast
import builtins
import linecache
import os
import random
import sys
import warnings
from time import perf_counter

from .. import MLP, Layer, Module, Neuron, Value
from .. import data as datasets
from . import border
from .failures import failure
from .guard import Guard
from .hints import remarks
from .records import Done, Note, Text
from .showing import Printed, display, show
from .stage import CELL, Stage, on_stage
from .things import drawing
from .training import train

LONGEST_REPR = 10_000
GIVEN = {
    thing.__name__: thing
    for thing in (Value, Neuron, Layer, MLP, Module, show, display, train, *datasets.DATASETS.values())
}


def open_cell(post, closed=True):
    """A function run(code, number) that runs a program. closed: the bridges to the browser are refused from now on."""
    random.seed()  # the interpreter may be a copy of one that was started before
    if closed:
        border.close()
    return Cell(post).run


class Cell:
    """One namespace, and what is known of the programs that ran in it."""

    def __init__(self, post):
        self.post = post
        self.names = dict(GIVEN)
        self.texts = {}  # of each run: its lines
        self.guard = Guard()
        self.proof = proof()

    def run(self, code, number):
        """Runs one program; whatever happens in it is told. Returns 'done', or why no other program should run here."""
        start, stage = perf_counter(), Stage(self.post, self.names)
        self.names.update(__name__="__main__", __builtins__=builtins)
        for name in GIVEN.keys() - self.names.keys():
            self.names[name] = GIVEN[name]
        self.texts[number] = code.splitlines()
        name = f"{CELL}{number}>"
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Printed(stage, "out"), Printed(stage, "err")
        token = on_stage.set(stage)
        try:
            self.execute(code, name, stage)
        except SystemExit as leaving:
            self.restore(stage)
            stage.send(Note(f"The program ended itself: {exit_words(leaving)}."))
        except BaseException as error:  # everything is the reader's, and nothing may end the cell
            self.restore(stage)
            self.finish(stage, number)
            stage.send(failure(error, number, self.texts))
        else:
            self.restore(stage)
        finally:
            on_stage.reset(token)
            sys.stdout, sys.stderr = kept
        self.finish(stage, number)
        if proof() != self.proof:
            return "not put back"
        stage.send(Done(number, perf_counter() - start))
        return "done"

    def execute(self, code, name, stage):
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = lambda message, kind, file, line, *_: stage.write(
                f"{kind.__name__}{f' in line {line}' if file == name else ''}: {message}\n", "err"
            )
            tree = ast.parse(code, name)
            for remark in remarks(tree):
                stage.send(Note(remark))
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            if tree.body:
                exec(compile(tree, name, "exec"), self.names)
            if last:
                self.show(eval(compile(ast.Expression(last.value), name, "eval"), self.names), stage)

    def show(self, thing, stage):
        """The value of the last line."""
        if thing is None:
            return
        self.names["_"] = thing
        record = drawing(thing, self.names)
        if record:
            stage.draw(record)
        if not record or isinstance(thing, (list, tuple)):
            text = repr(thing)
            stage.send(Text("value", text if len(text) <= LONGEST_REPR else text[:LONGEST_REPR] + " …"))

    def restore(self, stage):
        wrong = self.guard.restore()
        if wrong:
            some = ", ".join(wrong[:5]) + (" and others" if len(wrong) > 5 else "")
            stage.send(
                Note(f"This run changed or removed parts of Python or of the engine ({some}). They have been put back.")
            )

    def finish(self, stage, number):
        """What was held back, unless making it fails: then that is told."""
        try:
            stage.end()
        except Exception as error:
            stage.frames.clear()
            stage.send(failure(error, number, self.texts))


def exit_words(leaving):
    return "exit" + (f" with {str(leaving.code)[:200]!r}" if leaving.code not in (None, 0) else "")


def proof():
    """What a small program says: as long as it is the same, what the next program needs is whole."""
    said, names = [], {"Value": Value, "__builtins__": builtins}
    exec("a = Value(2.0, label='a')\nL = (a * a + 1.0).tanh()\nL.backward()", names)
    Stage(said.append, names).draw(drawing(names["L"], names))
    return said, [path for path in sys.path if os.path.exists(path)]
