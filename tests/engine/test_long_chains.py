"""Graphs of 100,000 values: no recursion, no crash, and nothing left behind. Each in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

CHAIN = """
import gc, sys
from micrograd.engine import Value, release, topological

OPS = (lambda v: v * 0.5, Value.tanh, lambda v: v - 1.0, Value.relu, lambda v: v ** 2)

def chain(n):
    x = Value(1.0)
    v = x
    for i in range(n):
        v = OPS[i % 6](v) if i % 6 < 5 else v + x
    return v
"""


def run(code):
    done = subprocess.run([sys.executable, "-c", CHAIN + code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


@pytest.mark.parametrize("end", ["del v; gc.collect()", "release(v); del v", "sys.exit()"])
def test_a_chain_of_100_000_ops_runs_backward_and_is_freed(end):
    run(f"""
v = chain(100_000)
v.backward()
assert repr(v).startswith('Value(data=')
{end}
""")


def test_a_chain_that_the_collector_has_seen_many_times_is_freed():
    run("""
v = chain(20_000)
for _ in range(3):
    gc.collect()
w = chain(20_000) + v
del v, w
gc.collect()
""")


def test_release_frees_a_graph_at_once_and_wholly():
    """Without the collector: as many blocks of memory are in use as before."""
    before, graph, after = map(
        int,
        run("""
gc.disable()
release(chain(100_000))  # Python keeps some freed blocks for the next ones
before = sys.getallocatedblocks()
v = chain(100_000); v.backward(); graph = sys.getallocatedblocks()
release(v); del v
print(before, graph, sys.getallocatedblocks())
"""),
    )
    assert graph - before > 500_000
    assert after - before < 200


def test_the_collector_frees_a_graph_wholly():
    before, after = map(
        int,
        run("""
v = chain(100_000); v.backward(); del v; gc.collect()
before = sys.getallocatedblocks()
v = chain(100_000); v.backward(); del v; gc.collect()
print(before, sys.getallocatedblocks())
"""),
    )
    assert after - before < 200


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("end, growth", [("", 1.0), ("release(v)", 0.1)])
def test_a_process_that_makes_graph_after_graph_does_not_grow(end, growth):
    """Resident memory after 3 and after 8 graphs differs by less than (growth * one graph)."""
    empty, one, few, many = map(
        int,
        run(f"""
def resident():
    return int(open('/proc/self/statm').read().split()[1]) * 4096
empty = resident()
for i in range(8):
    v = chain(60_000)  # 100,000 values
    if i == 0:
        one = resident()
    {end}
    v = None
    if i == 2:
        few = resident()
print(empty, one, few, resident())
"""),
    )
    assert many - few < growth * (one - empty)


def test_release_keeps_numbers_and_what_others_hold():
    from micrograd.engine import Value, release, topological

    x = Value(2.0)
    y = x * 3.0
    z = y + x
    z.backward()
    release(z)
    assert (z.data, z.grad, x.grad) == (8.0, 1.0, 4.0)
    assert topological(z) == [z]
    z.backward()
    assert x.grad == 4.0
