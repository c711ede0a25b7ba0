"""From the scalar graph of one sample to a program for whole batches.

    trace.py            Values -> three-address code (code.py, ops.py)
    differentiate.py    the backward pass, in the same code
    plan.py             what runs once, what for each sample
    registers.py        entries -> statements -> registers
    blocks.py           long loops as several short ones
    wasm_backend.py     -> a WebAssembly module (wasm_loops.py, wasm/, layout.py), run by wasm_machine.py on a
                        runtime.py
    printer.py          -> Python source, run by numpy_backend.py or, without NumPy, by printed.py
    program.py          Program: one face for all of them (machines.py: which one runs; checks.py)
    compiled.py         a Program from a model, or from an expression
    listing.py          the program for a reader (sources.py: lines of engine.py, instructions.py: of the module)
    expression.py       the program of one expression, for a reader

Offers `compile_model`, `compile_graph`, `tape_listing`, `Program`, `UnknownOp`, `BACKENDS`, `PROBE`.
"""

from .compiled import compile_graph, compile_model
from .expression import tape_listing
from .machines import BACKENDS
from .program import Program
from .runtime import PROBE
from .trace import UnknownOp

__all__ = ["BACKENDS", "PROBE", "Program", "UnknownOp", "compile_graph", "compile_model", "tape_listing"]
