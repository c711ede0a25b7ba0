"""Pictures of what models say: every sample in the frame, each place in the color of what the model says there."""

import base64
import io
import math
import random
import re
import xml.etree.ElementTree as ET
from itertools import combinations
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Module, Value, draw
from micrograd.data import DATASETS, Data, moons
from micrograd.draw.classes import COLORS, PATHS, SHAPES, class_color, rgb
from micrograd.draw.color import RAMPS
from micrograd.draw.heights import height_color
from micrograd.draw.plots import plot
from micrograd.draw.regions import middles
from micrograd.draw.style import THEMES
from micrograd.response import drawable
from micrograd.responses import respond
from micrograd.surveys import NoPicture
from micrograd.training.trainer import Trainer

SVG = "{http://www.w3.org/2000/svg}"
FLOATS = st.floats(-3, 3) | st.sampled_from([1e9, -1e9, 1e-9, 0.0, nan, inf, -inf])


def parsed(drawing):
    return ET.fromstring(drawing.svg)  # as it is drawn, with its classes and ids


def frame_of(svg):
    rect = next(e for e in svg.iter(f"{SVG}rect") if e.get("class") == "window")
    return [float(rect.get(name)) for name in ("x", "y", "width", "height")]


def samples_of(svg):
    """(x, y) of each sample's mark."""
    found = []
    for e in svg.iter():
        if "sample-" in (e.get("id") or ""):
            place = re.match(r"M(\S+) (\S+?)m", e.get("d")).groups() if e.get("d") else (e.get("cx"), e.get("cy"))
            found.append(tuple(map(float, place)))
    return found


def raster_of(svg):
    address = next(svg.iter(f"{SVG}image")).get("href")
    image = pytest.importorskip("PIL.Image")
    return image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB")


class Table(Module):
    """Says what a function says: a model of any shape."""

    def __init__(self, f):
        self.f = f

    def __call__(self, x):
        said = self.f(*x)
        return [Value(s) for s in said] if isinstance(said, tuple) else Value(said)

    def parameters(self):
        return []


def data_of(rows, classes):
    return Data("drawn", tuple((x, y) for x, y, _ in rows), tuple(label % classes for _, _, label in rows))


# --- every sample in the frame ---


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(FLOATS, FLOATS, st.integers(0, 4)), min_size=1, max_size=12), st.sampled_from([1, 2, 3, 5]))
def test_every_sample_in_the_plane_lies_in_the_frame_or_is_told_to_be_left_out(rows, outputs):
    data = data_of(rows, max(outputs, 2))
    svg = parsed(draw.boundary(Table(lambda x, y: tuple(map(float, range(outputs))) if outputs > 1 else 1.0), data))
    left, top, width, height = frame_of(svg)
    places = samples_of(svg)
    assert len(places) == sum(drawable(x) and drawable(y) for x, y, _ in rows)
    assert all(left <= x <= left + width and top <= y <= top + height for x, y in places)
    lost = len(rows) - len(places)
    said = "".join(svg.itertext())
    assert (f"{lost} sample" in said and "left out" in said) == (lost > 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(FLOATS, FLOATS), min_size=1, max_size=12), st.sampled_from([1.0, -1e9, 1e-9, nan, inf]))
def test_every_sample_and_the_whole_curve_lie_in_the_frame(rows, said):
    data = Data("curve", tuple((x,) for x, _ in rows), tuple(y for _, y in rows))
    svg = parsed(draw.boundary(Table(lambda x: said), data))
    left, top, width, height = frame_of(svg)
    curve = next((e.get("d") for e in svg.iter() if e.get("id") == "plot-curve"), "")
    ends = [tuple(map(float, pair.split())) for pair in re.findall(r"[ML]([-\d.]+ [-\d.]+)", curve)]
    assert bool(ends) == math.isfinite(said)
    places = samples_of(svg)
    assert len(places) == sum(drawable(x) and drawable(y) for x, y in rows)
    assert all(left - 0.1 <= x <= left + width + 0.1 and top <= y <= top + height for x, y in (*places, *ends))


def test_a_sine_is_not_cut_off_below_zero():
    xs = [k / 10 for k in range(-31, 32)]
    data = Data("sine", tuple((x,) for x in xs), tuple(map(math.sin, xs)))
    svg = parsed(draw.boundary(Table(math.sin), data))
    _, top, _, height = frame_of(svg)
    heights = [y for _, y in samples_of(svg)]
    assert min(heights) > top and max(heights) < top + height
    assert max(heights) - min(heights) > 0.8 * height
    texts = [e.text for e in svg.iter(f"{SVG}text") if e.get("class") == "tick"]
    assert {"−1.0", "0.0", "1.0"} <= set(texts)


# --- the color of a place is what the model says there ---


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 9), st.sampled_from(list(THEMES)))
def test_the_region_at_every_place_is_the_class_that_the_model_itself_says(seed, classes, theme):
    random.seed(seed)
    model = MLP(2, [4, classes], "tanh")
    found = respond(model)
    svg = ET.fromstring(plot(found, theme=theme))
    raster, (left, right, bottom, top) = raster_of(svg), found.window
    colors = [class_color(k, theme) for k in range(classes)]
    for _ in range(20):
        row, column = random.randrange(found.side), random.randrange(found.side)
        x = left + (right - left) * (column + 0.5) / found.side
        y = top - (top - bottom) * (row + 0.5) / found.side
        scores = [v.data for v in model([x, y])]
        mine = max(range(classes), key=scores.__getitem__)
        assert found.classes[row * found.side + column] == mine
        pixel, ground = raster.getpixel((column, row)), RAMPS[theme][1]
        # On the way from the ground to its own color, and so on no other's: colors are as they are where one is sure.
        depth = 0.25 + 0.45 * min(found.scores[row * found.side + column], 1.0)
        wanted = tuple(round(g + (c - g) * depth) for g, c in zip(ground, colors[mine]))
        assert pixel == wanted


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_the_side_of_every_place_is_the_sign_that_the_model_itself_says(seed):
    random.seed(seed)
    model = MLP(2, [3, 1])  # relu: often exactly 0
    found = respond(model, moons(10))
    raster = raster_of(ET.fromstring(plot(found)))
    left, right, bottom, top = found.window
    for _ in range(20):
        row, column = random.randrange(found.side), random.randrange(found.side)
        place = (
            left + (right - left) * (column + 0.5) / found.side,
            top - (top - bottom) * (row + 0.5) / found.side,
        )
        red, _, blue = raster.getpixel((column, row))
        assert (blue > red) == (model(place).data > 0)


def test_accuracy_is_the_trainer_s():
    random.seed(2)
    for model, data, loss in (
        (MLP(2, [3]), Data("three", moons(30).points, tuple(k % 3 for k in range(30))), "cross-entropy"),
        (MLP(2, [1]), moons(30), "hinge"),
    ):
        trainer = Trainer(model, data, loss=loss)
        assert respond(model, data).accuracy == trainer.checkpoint.accuracy


def test_heights_have_their_own_colors_and_a_scale_that_says_them():
    data = Data("hill", ((0.0, 0.0), (2.0, 1.0), (1.0, 2.0)), (-1.5, 3.5, 0.25))
    svg = parsed(draw.boundary(Table(lambda x, y: x - y), data))
    found = respond(Table(lambda x, y: x - y), data)
    raster = raster_of(svg)
    low, high = min(*found.scores, -1.5), max(*found.scores, 3.5)
    for column, row in ((0, 0), (7, 31), (39, 39)):
        assert raster.getpixel((column, row)) == height_color((found.scores[40 * row + column] - low) / (high - low))
    fills = [e.get("fill") for e in svg.iter(f"{SVG}circle") if "sample-" in (e.get("id") or "")]
    assert [rgb(fill) for fill in fills] == [height_color((y - low) / (high - low)) for y in data.labels]
    bar = next(e for e in svg.iter(f"{SVG}g") if e.get("class") == "bar")
    numbers = [float(t.text.replace("−", "-")) for t in bar.iter(f"{SVG}text")]
    assert len(numbers) >= 3 and all(low <= x <= high for x in numbers)


def test_places_where_a_model_says_no_number_are_told():
    data = Data("d", ((0.0, 0.0), (2.0, 1.0), (1.0, 2.0)), (0, 1, 2))
    found = respond(Table(lambda x, y: (nan if x > 1.1 else 1.0, 0.0, 0.0)), data)
    assert {-1, 0} == set(found.classes)
    assert "no finite output at" in plot(found)
    assert "no finite output anywhere" in plot(respond(Table(lambda x: inf), Data("d", ((1.0,),), (1.0,))))


# --- classes are told apart ---

# What people see who lack one kind of cone: Machado, Oliveira and Fernandes, 2009, severity 1.
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no medium cones": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no short cones": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def lab(color, eye):
    """CIE L*a*b* (D65) of what an eye sees of an sRGB color."""
    linear = [c / 255 / 12.92 if c <= 10.3 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color]
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear)))) for row in EYES[eye])
    xyz = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047, 0.2126 * r + 0.7152 * g + 0.0722 * b
    xyz = (*xyz, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", EYES)
def test_the_colors_of_classes_differ_for_every_kind_of_eye(theme, eye):
    seen = [lab(class_color(k, theme), eye) for k in range(COLORS)]
    assert min(math.dist(a, b) for a, b in combinations(seen, 2)) > 9  # 2.3 is just noticeable
    assert min(math.dist(a, b) for a, b in combinations(seen[:3], 2)) > 14


@pytest.mark.parametrize("eye", EYES)
def test_heights_grow_lighter_for_every_kind_of_eye(eye):
    lightness = [lab(height_color(k / 20), eye)[0] for k in range(21)]
    assert lightness == sorted(lightness) and lightness[-1] - lightness[0] > 60


def test_each_class_has_a_mark_of_its_own_and_a_line_in_the_legend():
    assert len(set(PATHS)) == SHAPES
    count = 9
    data = Data("many", tuple((math.cos(k), math.sin(k)) for k in range(count)), tuple(range(count)))
    svg = parsed(draw.boundary(MLP(2, [count]), data))
    marks = [e for e in svg.iter(f"{SVG}path") if "sample-" in (e.get("id") or "")]
    looks = {(e.get("d").partition("m")[2], e.get("class")) for e in marks}
    assert len(looks) == count
    assert [t for t in svg.itertext() if t.startswith("class ")] == [f"class {k}" for k in range(count)]


def test_a_region_s_name_stands_in_that_region():
    side = 12
    classes = [0 if c < 8 else 1 if r < 11 else 2 for r in range(side) for c in range(side)]
    found = {kind: (row, column) for kind, row, column in middles(classes, side)}
    assert set(found) == {0}  # 1 is four cells wide, and 2 is one: no room
    assert classes[found[0][0] * side + found[0][1]] == 0
    assert found[0][1] in (3, 4)


# --- which picture, and what has none ---


@pytest.mark.parametrize("name", DATASETS)
def test_the_package_s_own_data_sets_lie_in_the_usual_plane(name):
    assert respond(None, DATASETS[name]()).window == (-2.6, 2.6, -2.6, 2.6)


def test_samples_far_from_the_usual_plane_fill_the_frame():
    points = tuple((1000.0 + k, 1e-9 * k) for k in range(10))
    left, right, bottom, top = respond(None, Data("far", points, (0, 1) * 5)).window
    assert 998 < left < 1000 and 1009 < right < 1011 and -1e-8 < bottom < 0 < 9e-9 < top < 1e-8


@pytest.mark.parametrize(
    ("model", "points", "labels", "words"),
    [
        (MLP(3, [1]), ((0.0, 1.0, 2.0),), (1,), "these have 3"),
        (MLP(1, [2]), ((0.0,),), (1,), "the curve of one output, and this model has 2"),
        (MLP(2, [57]), ((0.0, 1.0),), (1,), "marks for 56 classes"),
    ],
)
def test_what_has_no_picture_says_what_it_needs_and_what_to_use_instead(model, points, labels, words):
    with pytest.raises(NoPicture, match=words) as error:
        draw.boundary(model, Data("d", points, labels))
    assert "draw.loss(history)" in str(error.value) and "draw.network" in str(error.value)


def test_labels_that_look_like_classes_are_heights_where_one_says_so():
    data = Data("counts", ((0.0, 0.0), (2.0, 1.0), (1.0, 2.0)), (0, 1, 2))
    with pytest.raises(ValueError, match="are classes, and the model has one output"):
        draw.boundary(MLP(2, [1]), data)
    assert "a number at each place" in str(draw.boundary(MLP(2, [1]), data, regression=True))


def test_accuracy_is_drawn_from_a_trainer_or_from_shares_and_refused_where_there_is_none():
    random.seed(1)
    trainer = Trainer(MLP(2, [2, 1]), moons(10))
    for _ in range(3):
        trainer.step()
    drawn = parsed(draw.accuracy(trainer))
    line = next(e.get("d") for e in drawn.iter() if e.get("id") == "accuracy-curve")
    heights = [float(pair.split()[1]) for pair in re.findall(r"[ML]([-\d.]+ [-\d.]+)", line)]
    low, high = 320 - 50, 18  # of 0 and 1
    assert [(low - y) / (low - high) for y in heights] == pytest.approx(
        [c.accuracy for c in trainer.history.kept], abs=1e-3
    )
    assert str(draw.accuracy([0.5, 1.0])) != str(draw.accuracy([0.5, 0.0]))
    with pytest.raises(ValueError, match="step 1 is 50"):
        draw.accuracy([0.5, 50])
    with pytest.raises(ValueError, match="numbers to come near to"):
        draw.accuracy([nan])
