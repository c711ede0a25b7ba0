"""The network of maps: places, edges, colors."""

import itertools
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import MLP
from micrograd.compiler.painting import pixels
from micrograd.data import DATASETS
from micrograd.draw import maps
from micrograd.draw.color import RAMPS
from micrograd.draw.plane import SPAN, thumbnail

SIZES = st.lists(st.integers(1, 16), min_size=1, max_size=4).map(lambda hidden: (2, *hidden, 1))


@given(SIZES)
def test_maps_do_not_overlap_and_stay_on_the_sheet(sizes):
    layers = maps.places(sizes)
    assert [len(layer) for layer in layers] == list(sizes)
    for layer in layers[1:-1]:
        for a, b in itertools.pairwise(layer):
            assert b.y - a.y >= a.side + 4
        assert layer[0].y - layer[0].side / 2 >= 0 and layer[-1].y + layer[-1].side / 2 <= maps.HEIGHT
    for left, right in itertools.pairwise(layers):
        assert right[0].x - right[0].side / 2 > left[0].x + left[0].side / 2 + 20


def test_every_parameter_has_an_edge_with_its_value_in_the_model_s_order():
    numbers = [p.data for p in MLP(2, [3, 2, 1]).parameters()]
    svg = ET.fromstring(maps.edges((2, 3, 2, 1), numbers))
    found = [e for e in svg.iter() if e.get("data-edge")]
    assert [float(e.get("data-value")) for e in found] == numbers
    assert [e.get("data-edge") for e in found][:4] == ["0.0.0", "0.0.1", "0.0.b", "0.1.0"]
    for edge, number in zip(found, numbers):
        assert ("positive" if number >= 0 else "negative") in edge[1].get("class")
    markup, variables = maps.edges_in_motion((2, 3, 2, 1), numbers)
    assert "data-value" not in markup and list(variables)[:3] == ["maps-0.0.0 --w", "maps-0.0.1 --w", "maps-0.0.b --w"]
    assert list(variables.values()) == [e[1].get("style")[4:] for e in found]
    assert all(f'id="{name.split()[0]}"' in markup for name in variables)


def test_widths_grow_with_the_weight_and_stay_finite():
    numbers = [1.0, -2.0, 0.5, 0.0, 4.0, 1.0, 7.0]  # two neurons' weight and bias, then two weights and a bias
    assert maps.widths((1, 2, 1), numbers) == ["5.0", "5.0", "2.7", "0.4", "5.0", "1.5", "5.0"]
    assert set(maps.widths((1, 2, 1), [float("inf")] * 7)) == {"0.4"}


@pytest.mark.parametrize("theme", RAMPS)
def test_colors_tell_the_sign_and_zero_has_the_ground_s(theme):
    colors = maps.palette(theme)
    assert len(colors) == 4 * 257
    ground = bytes((*RAMPS[theme][1], 255))

    def of(x):
        return pixels([[x]], colors, 2.0)

    assert of(0.0) == of(float("nan")) == ground
    assert of(-1e-9) != ground and of(0.1) != of(-0.1)
    assert of(5.0) == of(2.0) == of(float("inf")) and of(-5.0) == of(-2.0)


@pytest.mark.parametrize("name", DATASETS)
def test_a_thumbnail_has_every_point_of_its_data_set_at_its_place(name):
    data = DATASETS[name](n=40, noise=0.1, seed=3)
    paths = {e.get("class"): e.get("d") for e in ET.fromstring(thumbnail(data, side=200.0)).iter() if e.get("d")}
    for label, kind, up in ((1, "dots positive", 0.0), (-1, "dots negative", 2.2)):
        starts = [tuple(map(float, piece.split("h")[0].split("l")[0].split())) for piece in paths[kind].split("M")[1:]]
        wanted = [
            (100 + x * 100 / SPAN, 100 - y * 100 / SPAN - up)
            for (x, y), own in zip(data.points, data.labels)
            if own == label
        ]
        assert starts == [pytest.approx(place, abs=0.051) for place in wanted]
