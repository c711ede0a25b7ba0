"""A series of numbers: bounded, with its outline; and every version of it stays what it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd.training import series as module
from micrograd.training.series import MOST, PIECES, Series
from micrograd.training.shared import Shared

numbers = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=2000)


def contents(series):
    return len(series), list(series), series.outline, series.stride


@given(numbers, st.integers(0, 1999))
@settings(max_examples=30)
def test_a_series_knows_its_ends_its_lowest_and_its_highest(numbers, k):
    series = Series.of(numbers)
    assert list(series) == numbers and series[-1] == numbers[-1]
    outline = series.outline
    assert len(outline) <= 2 * PIECES + 1 and outline == [(i, numbers[i]) for i, _ in outline]
    assert {min(numbers), max(numbers)} <= {x for _, x in outline} and outline[-1][0] == len(numbers) - 1
    k %= len(numbers)
    part = series.upto(k)
    assert len(part) == k + 1 and list(part) == numbers[: k + 1]
    assert part.outline[-1] == (k, numbers[k]) and {x for _, x in part.outline} <= set(numbers[: k + 1])


@given(numbers, st.lists(st.integers(1, 400), min_size=1, max_size=12))
@settings(max_examples=30)
def test_it_does_not_matter_in_how_many_parts_numbers_come(numbers, parts):
    series, at = Series(), 0
    while at < len(numbers):
        series, at = series.with_numbers(numbers[at : at + parts[at % len(parts)]]), at + parts[at % len(parts)]
    assert contents(series) == contents(Series.of(numbers))


steps = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40), st.booleans()), min_size=1, max_size=30)


@given(steps)
@settings(max_examples=60, deadline=None)
def test_no_version_ever_changes_whatever_is_made_of_it(steps):
    """Any version, not only the newest, is gone on from or cut; the limits are so low that numbers are forgotten often."""
    most, pieces = module.MOST, module.PIECES
    module.MOST, module.PIECES = 64, 8
    try:
        versions = [Series.of([0.0])]
        before = [contents(versions[0])]
        for which, count, cut in steps:
            series = versions[which % len(versions)]
            new = series.upto(count % len(series)) if cut else series.with_numbers(float(k % 7) for k in range(count))
            versions.append(new)
            before.append(contents(new))
            assert [contents(version) for version in versions] == before
    finally:
        module.MOST, module.PIECES = most, pieces


def test_a_long_series_forgets_evenly_and_stays_small():
    series = Series.of(float(k) for k in range(3 * MOST))
    assert len(series) == 3 * MOST and len(series.kept) <= MOST
    assert all(series[k] == k // 4 * 4 for k in (0, 5, 1000, MOST, 2 * MOST + 3)) and series[-1] == 3 * MOST - 1


def test_there_is_no_number_outside():
    series = Series.of([1.0, 2.0])
    for k in (2, -3):
        with pytest.raises(IndexError, match=f"number {k} of 2"):
            series[k]
    with pytest.raises(IndexError, match="number 2 of 2"):
        series.upto(2)


def test_versions_share_one_list_until_two_go_different_ways():
    one = Shared(["a", "b"])
    two, other = one.with_items(["c"]), one.with_items(["d"])
    assert (list(one), list(two), list(other)) == (["a", "b"], ["a", "b", "c"], ["a", "b", "d"])
    assert one.items is two.items is not other.items
    assert list(two.first(1).with_items(["e"])) == ["a", "e"] and list(two) == ["a", "b", "c"]
    assert list(two.every_second()) == ["a", "c"] and two[-1] == "c"
    with pytest.raises(IndexError, match="item 2 of 2"):
        one[2]
