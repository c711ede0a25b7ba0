"""Pictures of values, graphs, neurons, networks and training: data in, SVG out. Pure Python, standard library only.

    from micrograd import draw
    draw.graph(L)       # in a notebook this shows at once; .save('L.svg') keeps it

All of them take `theme`, 'light', 'dark' or 'auto' (whichever the page around it has), and `width`, in CSS pixels.
Those of the plane take `side`, of the square in which it is drawn; `down=True` draws from top to bottom.

For notebooks: `graph`, `neuron`, `network`, `boundary`, `points`, `loss`, `accuracy`, each of which returns a
`Drawing` (drawing.py). These take Values and Modules, so they stand outside, in micrograd/notebook.py, and are fetched
when one is asked for: what is in here knows plain numbers alone. For the page: graphs, networks, charts, plots, plane,
raster, equation, which return markup. What colors mean is in style.py, and nowhere else.
"""

from typing import TYPE_CHECKING, Any

from .. import installation as _installation  # noqa: F401  (it looks whether another distribution is mixed in)
from ..spelling import did_you_mean as _did_you_mean
from .drawing import Drawing

if TYPE_CHECKING:
    from ..films import film
    from ..notebook import accuracy, boundary, graph, loss, network, neuron, points

__all__ = ["Drawing", "accuracy", "boundary", "film", "graph", "loss", "network", "neuron", "points"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"{__name__} has no {name}{_did_you_mean(name, __all__)}")
    if name == "film":
        from ..films import film

        return film
    from .. import notebook

    return getattr(notebook, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
