"""Layouts hold their invariants on any graph: wires run with the flow, boxes do not overlap, nothing is random."""

import time

from hypothesis import given
from hypothesis import strategies as st

from micrograd.draw import graphs as drawn
from micrograd.draw.layout import layers, place


@st.composite
def graphs(draw, most=24):
    """Operand indices of a random graph: every value has 0, 1 or 2 operands before it, and the last is made of some."""
    count = draw(st.integers(2, most))
    operands = [()]
    for i in range(1, count):
        arity = draw(st.integers(0 if i < count - 1 else 1, 2))
        operands.append(tuple(draw(st.integers(0, i - 1)) for _ in range(arity)))
    return operands


@given(graphs())
def test_operands_lie_in_an_earlier_layer(operands):
    layer = layers(operands)
    assert all(layer[j] < layer[i] for i, args in enumerate(operands) for j in args)


@given(graphs())
def test_boxes_of_a_layer_do_not_overlap_and_stay_on_the_sheet(operands):
    placed = place(operands, across=100.0, along=50.0)
    columns = {}
    for x, y in placed.centres:
        columns.setdefault(x, []).append(y)
        assert 25 <= y + 1e-6 and y - 1e-6 <= placed.height - 25
        assert 50 <= x <= placed.width - 50
    for column in columns.values():
        column.sort()
        assert all(b - a >= 50 - 1e-6 for a, b in zip(column, column[1:]))


@given(graphs(), st.booleans())
def test_wires_run_with_the_flow_and_never_back(operands, down):
    flow = drawn.DOWN if down else drawn.RIGHT
    where = drawn.geometry(operands, flow)
    axis = 1 if down else 0
    assert set(where.wires) == {(i, k) for i, args in enumerate(operands) for k in range(len(args))}
    for (i, k), points in where.wires.items():
        along = [point[axis] for point in points]
        assert along == sorted(along)
        assert points[0][axis] > where.boxes[operands[i][k]][axis]
        assert points[-1][axis] < where.ops[i][axis] < where.boxes[i][axis]


@given(graphs())
def test_the_same_graph_gives_the_same_picture(operands):
    assert drawn.geometry(operands) == drawn.geometry(list(operands))


def test_a_square_has_two_wires_apart():
    where = drawn.geometry([(), (0, 0)])
    first, second = where.wires[1, 0], where.wires[1, 1]
    assert first != second and first[0] != second[0] and first[1][1] != second[1][1]


def test_the_ends_of_two_wires_do_not_cross_before_their_op():
    where = drawn.geometry([(), (), (0, 1), (1, 0)])
    for i in (2, 3):
        ends = sorted((points[0][1], points[-1][1]) for (j, _), points in where.wires.items() if j == i)
        assert ends[0][1] < ends[1][1]


def test_a_tree_is_drawn_without_crossings():
    # ((a+b)*(c+d)) + ((e+f)*(g+h)), operands given in a shuffled order
    operands = [(), (), (), (), (), (), (), (), (0, 5), (2, 7), (1, 4), (3, 6), (8, 11), (9, 10), (12, 13)]
    where = drawn.geometry(operands)
    layer = layers(operands)
    links = [(where.boxes[j][1], where.boxes[i][1], layer[j]) for i, args in enumerate(operands) for j in args]
    for a, b, left in links:
        for c, d, other in links:
            if left == other and a < c:
                assert b <= d + 1e-6


def test_five_hundred_values_are_placed_quickly():
    operands = [()] * 100
    for i in range(100, 500):
        operands.append(((i * 7) % i if i % 3 else i - 1, i - 37))
    started = time.perf_counter()
    place(operands)
    assert time.perf_counter() - started < 5  # a guard against runaway growth, not a benchmark
