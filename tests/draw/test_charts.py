"""Charts: the curve goes through the numbers, the point and the tangent are where they should be."""

import re
import xml.etree.ElementTree as ET
from math import inf, nan, tanh

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd.draw.charts import BOTTOM, LEFT, NARROW, RIGHT, TOP, WIDE, activation_curve, loss_curve, step_at, thinned
from micrograd.response import drawable

WIDTH, HEIGHT = WIDE
SVG = "{http://www.w3.org/2000/svg}"


def pairs(d):
    return [tuple(map(float, pair.split())) for pair in re.findall(r"[ML]([-\d.]+ [-\d.]+)", d)]


def test_a_loss_curve_falls_where_the_loss_falls_and_has_a_point_per_step():
    svg = ET.fromstring(loss_curve([1.0, 0.5, 0.25]))
    curve = pairs(svg.find(f"{SVG}path[@id='loss-curve']").get("d"))
    assert [x for x, _ in curve] == sorted(x for x, _ in curve) and len(curve) == 3
    heights = [HEIGHT - BOTTOM - y for _, y in curve]
    assert heights[1] == pytest.approx(heights[0] / 2, abs=0.11) and heights[2] == pytest.approx(
        heights[0] / 4, abs=0.11
    )


def test_a_loss_that_is_not_finite_ends_the_curve_and_keeps_the_scale():
    svg = ET.fromstring(loss_curve([1.0, 2.0, inf, nan], at=3))
    assert len(pairs(svg.find(f"{SVG}path[@id='loss-curve']").get("d"))) == 2
    assert svg.find(f"{SVG}circle") is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=1000))
def test_thinning_keeps_the_ends_the_lowest_and_the_highest(values):
    kept = thinned(values)
    assert len(kept) <= 310
    assert kept[0][0] == 0 or values[kept[0][0]] in (min(values[:10]), max(values[:10]))
    assert kept[-1] == (len(values) - 1, values[-1])
    assert min(v for _, v in kept) == min(values) and max(v for _, v in kept) == max(values)
    assert [i for i, _ in kept] == sorted({i for i, _ in kept})


@given(st.integers(1, 500), st.data(), st.sampled_from([WIDE, NARROW]))
def test_pointing_at_a_step_finds_it(count, data, sheet):
    index = data.draw(st.integers(0, count - 1))
    svg = ET.fromstring(loss_curve([1.0] * count, at=index, sheet=sheet))
    assert step_at(float(svg.find(f"{SVG}circle").get("cx")) / sheet[0], count, sheet) == index


def test_pointing_beside_the_curve_finds_its_ends():
    assert step_at(0.0, 50) == 0 and step_at(1.0, 50) == 49


@given(st.floats(-8, 8))
def test_the_point_lies_on_the_curve_and_the_tangent_touches_it(x):
    slope = 1 - tanh(x) ** 2
    svg = ET.fromstring(activation_curve(tanh, "tanh", (x, tanh(x)), slope))
    point = svg.find(f"{SVG}circle")
    px, py = float(point.get("cx")), float(point.get("cy"))
    assert LEFT <= px <= WIDTH - RIGHT and TOP <= py <= HEIGHT - BOTTOM
    curve = pairs(svg.find(f"{SVG}path[@id='activation-curve']").get("d"))
    after = next(i for i, (cx, _) in enumerate(curve) if cx >= px - 0.06)
    assert (
        min(y for _, y in curve[max(after - 1, 0) : after + 2]) - 0.7
        <= py
        <= max(y for _, y in curve[max(after - 1, 0) : after + 2]) + 0.7
    )
    (x1, y1), (x2, y2) = pairs(svg.find(f"{SVG}path[@id='activation-tangent']").get("d"))
    assert (x1 + x2) / 2 == pytest.approx(px, abs=0.2) and (y1 + y2) / 2 == pytest.approx(py, abs=0.2)


def test_without_a_point_there_is_only_the_curve():
    svg = ET.fromstring(activation_curve(tanh, "tanh", None, None))
    assert svg.find(f"{SVG}circle") is None and svg.find(f"{SVG}path[@id='activation-tangent']") is None


FLOATS = st.floats() | st.sampled_from([0.0, 1e9, 1e-9, nan, inf, -inf])


@given(st.lists(FLOATS, min_size=1, max_size=700))
def test_every_loss_that_has_a_place_lies_in_the_frame_and_the_first_that_has_none_is_told(losses):
    svg = ET.fromstring(loss_curve(losses, at=len(losses) - 1))
    curve = pairs(svg.find(f"{SVG}path[@id='loss-curve']").get("d"))
    assert all(LEFT - 0.1 <= x <= WIDTH - RIGHT + 0.1 and TOP - 0.1 <= y <= HEIGHT - BOTTOM + 0.1 for x, y in curve)
    if len(losses) <= 300:
        assert len(curve) == sum(map(drawable, losses))
    lost = next((k for k, loss in enumerate(losses) if not drawable(loss)), None)
    told = [e.text for e in svg.iter(f"{SVG}text") if "lost" in e.get("class")]
    assert bool(told) == (lost is not None)
    assert not told or told[0].startswith(f"step {lost}:")


def test_losses_below_zero_are_drawn_below_the_line_of_zero():
    svg = ET.fromstring(loss_curve([1.0, -1.0]))
    (_, first), (_, second) = pairs(svg.find(f"{SVG}path[@id='loss-curve']").get("d"))
    zero = float(next(e for e in svg.iter(f"{SVG}line") if e.get("class") == "zero").get("y1"))
    assert first < zero < second
