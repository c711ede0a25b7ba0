"""The random generators that everybody shares: Python's, and NumPy's where it is loaded.

    with draws_kept():
        model(x)            # dropout in the model may draw here: the next number is what it would have been

Who only looks at a model (to measure it, to draw it, to compare a program with it) changes nothing of what comes next.

Offers `draws_kept`, and `generators`, their state.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def generators() -> tuple[Any, ...]:
    """The state of the random generators that everybody shares."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "random"):
        return (random.getstate(),)
    kind, keys, *rest = numpy.random.get_state()
    return random.getstate(), (kind, bytes(keys), *rest)


@contextmanager
def draws_kept() -> Iterator[None]:
    """Within it numbers may be drawn at random; afterwards the next ones come as if none had been."""
    numpy = sys.modules.get("numpy")
    numpy = numpy if hasattr(numpy, "random") else None
    state, other = random.getstate(), numpy.random.get_state() if numpy else None
    try:
        yield
    finally:
        random.setstate(state)
        if numpy:
            numpy.random.set_state(other)
