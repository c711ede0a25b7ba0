"""Layouts hold their invariants on any graph: wires run with the flow, boxes do not overlap, nothing is random."""

import itertools
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
    placed = place(operands, [(60.0, 30.0)] * len(operands), across=40.0, along=20.0)
    columns = {}
    for x, y in placed.centers:
        columns.setdefault(x, []).append(y)
        assert y + 1e-6 >= 15 and y - 1e-6 <= placed.height - 15
        assert 30 <= x <= placed.width - 30
    for column in columns.values():
        column.sort()
        assert all(b - a >= 50 - 1e-6 for a, b in itertools.pairwise(column))


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


@given(graphs(), st.data())
def test_a_group_has_its_boxes_in_its_frame_and_all_others_outside(operands, data):
    # A group that is whole before anything else needs it: a value with some of what leads to it and nothing else.
    users = {j: [i for i, args in enumerate(operands) if j in args] for j in range(len(operands))}
    root = data.draw(st.sampled_from([i for i, args in enumerate(operands) if args]))
    group = {root}
    for j in range(root - 1, -1, -1):
        if users[j] and all(i in group for i in users[j]) and data.draw(st.booleans()):
            group.add(j)
    where = drawn.geometry(operands, drawn.RIGHT, [group])
    if len(group) == 1:
        assert where.frames == ()
        return
    ((fx, fy, fw, fh),) = where.frames
    w, h = drawn.RIGHT.width / 2, drawn.RIGHT.height / 2
    for i, (x, y) in enumerate(where.boxes):
        if i in group:
            assert fx <= x - w and x + w <= fx + fw and fy <= y - h and y + h <= fy + fh
        else:
            assert x + w <= fx or fx + fw <= x - w or y + h <= fy or fy + fh <= y - h
    for (i, k), points in where.wires.items():
        assert points[0][0] == where.boxes[operands[i][k]][0] + w
        assert points[-1][0] < where.ops[i][0]


def test_groups_that_cannot_be_drawn_as_one_box_leave_the_layout_as_it_was():
    operands = [(), (), (0, 1), (2, 0), (3, 2)]  # 0 and 4 would enclose 2 and 3, which depend on 0
    assert drawn.geometry(operands, groups=[{0, 4}]) == drawn.geometry(operands)


def behind_the_last(operands):
    """The part of a graph that the last value is made of: what a root has behind it."""
    kept = {len(operands) - 1}
    for i in range(len(operands) - 1, -1, -1):
        if i in kept:
            kept |= set(operands[i])
    index = {j: n for n, j in enumerate(sorted(kept))}
    return [tuple(index[j] for j in operands[i]) for i in sorted(kept)]


@given(graphs().map(behind_the_last), st.booleans())
def test_adding_an_op_at_the_end_does_not_reshuffle_the_rest(operands, with_leaf):
    more = [*operands, (), (len(operands) - 1, len(operands))] if with_leaf else [*operands, (len(operands) - 1,)]
    before, after = drawn.geometry(operands), drawn.geometry(more)

    def order(where):
        layer = layers(operands)
        return [
            sorted((i for i in range(len(operands)) if layer[i] == at), key=lambda i: where.boxes[i][1])
            for at in set(layer)
        ]

    assert order(before) == order(after)


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
    place(operands, [(100.0, 68.0)] * 500, across=90.0, along=16.0)
    assert time.perf_counter() - started < 5  # a guard against runaway growth, not a benchmark
