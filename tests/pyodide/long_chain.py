"""A chain of 100,000 ops, to be run inside Pyodide: backward, repr, tape and freeing, without a crash and without
growth.
"""

import gc

from micrograd.engine import Value, release
from micrograd.tape import record

OPS = (lambda v: v * 0.5, Value.tanh, lambda v: v - 1.0, Value.relu, lambda v: v**2)


def chain(n):
    x = Value(1.0)
    v = x
    for i in range(n):
        v = OPS[i % 6](v) if i % 6 < 5 else v + x
    return v


def test_long_chains():
    v = chain(100_000)
    v.backward()
    assert repr(v).startswith("Value(data=")
    assert len(record(chain(10_000)).steps) > 20_000
    del v
    gc.collect()  # freed by the collector
    for _ in range(3):
        v = chain(100_000)
        v.backward()
        release(v)  # freed at once
        del v
