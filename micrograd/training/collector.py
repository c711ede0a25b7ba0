"""Python's collector of garbage, kept out of a training step. Offers `collector_paused`."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """While this lasts, the collector does not look for cycles: it would go through the whole graph under construction,
    again and again, and find nothing to free. What a step leaves behind is cut apart by `release`.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
