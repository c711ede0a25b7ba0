"""A program as plain data, from which it can be made again: for pickle and for copies.

The plan, the numbers and the settings are kept; the machine is started anew, of the same kind, so that the copy goes on
with the very same numbers. Where that kind does not start (another computer, without wasmtime), the next best does.

Offers `stored` and `revived`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .backends import BACKENDS

if TYPE_CHECKING:
    from .program import Program

KEPT = ("l2", "hyperparameters", "loss", "classes", "names", "_scored")


def stored(program: Program, runtime: Any = None) -> dict[str, Any]:
    """All that makes the program; runtime: what is to run the copy, if it is a WebAssembly."""
    return {
        "kind": type(program),
        "plan": program.plan,
        "capacity": program.capacity,
        "backend": program.backend,
        "runtime": runtime,
        "optimizer": program.optimizer,
        "parameters": program.parameters,
        "state": program.state(),
        "data": [tuple(c) for c in program.machine.columns(program.rows)] if program.rows else None,
        "points": [tuple(c) for c in program.machine.columns(program.points, points=True)] if program.points else None,
        **{name: getattr(program, name) for name in KEPT},
    }


def revived(state: dict[str, Any]) -> Program:
    """The program that was stored."""
    backend, made = state["backend"], None
    arguments = (state["plan"], *state["capacity"], state["runtime"])
    try:
        made = state["kind"](*arguments, backend)
    except Exception as why:  # whatever a foreign engine raises, or is not there to raise
        if backend == list(BACKENDS)[-1]:
            raise
        made = state["kind"](*arguments, None)
        made.declined[backend] = f"{type(why).__name__}: {why}"
    program: Program = made
    if state["data"] is not None:
        program.load(*state["data"])
    if state["points"] is not None:
        program.load_points(*state["points"])
    program.optimizer = state["optimizer"]
    program.parameters = state["parameters"]
    program.restore(state["state"])
    for name in KEPT:
        setattr(program, name, state[name])
    program.hyperparameters = dict(state["hyperparameters"])
    return program
