"""From the scalar graph of one sample to a program for whole batches.

    trace.py            Values -> three-address code (code.py, ops.py)
    differentiate.py    the backward pass, in the same code
    plan.py             what runs once, what for each sample
    registers.py        entries -> statements -> registers
    blocks.py           long loops as several short ones
    backends/wasm/emit.py     -> a WebAssembly module (loops.py, wasm/, layout.py), run by machine.py on a
                        runtime.py
    printer.py          -> Python source, run by backends/numpy.py or, without NumPy, by backends/python.py
    program.py          Program: one face for all of them (backends/__init__.py: which one runs; checks.py)
    compiled.py         a Program from a model, or from an expression
    watching.py         does a model look at its numbers, so that there is more than one graph?
    agreement.py        does the program say what the model says?
    listing.py          the program for a reader (sources.py: lines of engine.py, instructions.py: of the module)
    expression.py       the program of one expression, for a reader

Offers `compile_model`, `compile_graph`, `tape_listing`, `Program`, `CannotCompile`, `UnknownOp`, `BACKENDS`, `PROBE`.
"""

from .. import installation as _installation  # noqa: F401  (it looks whether another distribution is mixed in)
from .backends import BACKENDS
from .backends.wasm.runtime import PROBE
from .compiled import compile_graph, compile_model
from .expression import tape_listing
from .program import Program
from .trace import CannotCompile, UnknownOp

__all__ = [
    "BACKENDS",
    "PROBE",
    "CannotCompile",
    "Program",
    "UnknownOp",
    "compile_graph",
    "compile_model",
    "tape_listing",
]
