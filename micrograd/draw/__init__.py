"""Pictures of values, graphs, neurons, networks and training: data in, SVG out. Pure Python, standard library only.

    from micrograd import draw
    draw.graph(L)       # in a notebook this shows at once; .save('L.svg') keeps it

For notebooks: `graph`, `neuron`, `network`, `boundary`, `loss`, each of which returns a `Drawing` (notebook.py,
drawing.py). For the page: graphs, networks, charts, plane, raster, equation, which take plain numbers and return
markup. What colors mean is in style.py, and nowhere else.
"""

from .. import installation as _installation  # noqa: F401  (it looks whether another distribution is mixed in)
from .drawing import Drawing
from .notebook import boundary, graph, loss, network, neuron

__all__ = ["Drawing", "boundary", "graph", "loss", "network", "neuron"]
