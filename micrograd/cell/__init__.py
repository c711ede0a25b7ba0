"""What a reader's own program can ask for besides the engine: `show`, `display` and `train`.

    from micrograd.cell import show, train

    show(L)                         # a Value as its graph, a Module as a network, Data as points, losses as a curve
    show(model, data)               # what the model says in the plane; again from the same line: it moves
    display(L)                      # like show, but every call is kept
    train(model, data, steps=100)   # trains, shows the boundary as it goes, returns the losses

On the page these speak to the cell (worker.py, which runs what is typed there); anywhere else they print.

records.py says what crosses from the cell to the page, wire.py writes and checks it. For the worker: things.py (objects
into records), stage.py and showing.py (what is sent when), failures.py and hints.py (errors in words), border.py (what
is refused).
"""

from .showing import display, show
from .training import train

__all__ = ["display", "show", "train"]
