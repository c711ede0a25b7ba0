"""The network's picture: thickness for size, color and dash for sign, and the exact numbers as attributes."""

import itertools
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, draw
from micrograd.draw.networks import RADIUS, Edge, Neuron, network, thickness

SVG = "{http://www.w3.org/2000/svg}"
finite = st.floats(-1e6, 1e6)


@given(st.lists(finite, min_size=1, max_size=20))
def test_a_larger_weight_is_a_thicker_line(weights):
    largest = max(abs(w) for w in weights)
    widths = sorted((abs(w), thickness(w, largest)) for w in weights)
    assert all(a[1] <= b[1] for a, b in itertools.pairwise(widths))
    assert all(0.6 <= width <= 7.0 for _, width in widths)


def drawn(step=None, look=None, grad=0.25):
    neurons = [Neuron(0, 0, 1.5), Neuron(0, 1, -0.5), Neuron(1, 0, 0.75, 1.0)]
    edges = [Edge(1, 0, 0, 0.8, grad), Edge(1, 0, 1, -0.4, -0.5), Edge(1, 0, None, 0.0, 0.0)]
    return ET.fromstring(network((2, 1), neurons, edges, step=step, look=look))


def test_edges_carry_their_exact_numbers_under_the_contract_s_names():
    edges = {e.get("data-edge"): e for e in drawn().iter() if e.get("data-edge")}
    assert set(edges) == {"0.0.0", "0.0.1", "0.0.b"}
    assert (edges["0.0.0"].get("data-value"), edges["0.0.0"].get("data-grad")) == ("0.8", "0.25")
    kinds = {key: [path.get("class") for path in edge.findall(f"{SVG}path")] for key, edge in edges.items()}
    assert kinds["0.0.0"] == ["hit", "weight positive", "gradient positive"]
    assert kinds["0.0.1"] == ["hit", "weight negative", "gradient negative"]


def test_neurons_count_from_the_first_hidden_layer_and_inputs_are_inputs():
    svg = drawn()
    assert [e.get("data-neuron") for e in svg.iter() if e.get("data-neuron")] == ["0.0"]
    assert [e.get("data-input") for e in svg.iter() if e.get("data-input")] == ["0", "1"]


def test_an_edge_without_gradient_has_no_companion():
    edge = next(e for e in drawn(grad=None).iter() if e.get("data-edge") == "0.0.0")
    assert edge.get("data-grad") is None
    assert [p.get("class") for p in edge.findall(f"{SVG}path")] == ["hit", "weight positive"]


def test_dots_run_only_where_a_signal_passes():
    def dots(step):
        return {e.get("id") for e in drawn(step=step).iter(f"{SVG}circle") if (e.get("class") or "").startswith("dot")}

    assert dots(None) == set()
    assert dots(("forward", 1)) == {"net-dot-0.0.0", "net-dot-0.0.1"}
    assert dots(("backward", 1)) == {"net-dot-0.0.0", "net-dot-0.0.1"}


def test_what_is_looked_at_keeps_its_edges_and_the_rest_fades():
    svg = drawn(look="net.edge.0.0.1")
    assert "looking" in svg.get("class")
    looked = {e.get("data-edge") for e in svg.iter() if e.get("data-edge") and "looked" in e.get("class")}
    assert looked == {"0.0.1"}
    svg = drawn(look="net.neuron.0.0")
    assert {e.get("data-edge") for e in svg.iter() if e.get("data-edge") and "looked" in e.get("class")} == {"0.0.0"}


@settings(max_examples=25)
@given(st.lists(st.integers(1, 20), min_size=2, max_size=4), st.booleans(), st.booleans(), st.randoms())
def test_in_every_network_neurons_and_biases_stand_clear_of_each_other(sizes, dense, down, random):
    neurons = [Neuron(l, i, random.gauss(0, 1)) for l, size in enumerate(sizes) for i in range(size)]
    edges = [
        Edge(l, i, source, random.gauss(0, 1), random.gauss(0, 1))
        for l in range(1, len(sizes))
        for i in range(sizes[l])
        for source in (*range(sizes[l - 1]), None)
    ]
    svg = ET.fromstring(network(tuple(sizes), neurons, edges, dense=dense, down=down))
    width, height = map(float, svg.get("viewBox").split()[2:])
    circles = []
    for e in svg.iter(f"{SVG}g"):
        if "neuron" in (e.get("class") or ""):
            x, y = e.get("style").removeprefix("transform:translate(").removesuffix(")").split(",")
            circles.append((float(x.removesuffix("px")), float(y.removesuffix("px")), RADIUS))
    biases = [
        (float(e.get("cx")), float(e.get("cy")), float(e.get("r"))) for e in svg.iter(f"{SVG}circle") if e.get("cx")
    ]
    assert len(circles) == sum(sizes) and len(biases) == sum(sizes[1:])
    for x, y, r in circles + biases:
        assert r <= x <= width - r and r <= y <= height - r
    for (x, y, r), (u, v, s) in itertools.combinations(circles, 2):
        assert (x - u) ** 2 + (y - v) ** 2 >= (r + s) ** 2
    for x, y, _ in biases:
        assert all((x - u) ** 2 + (y - v) ** 2 >= s**2 for u, v, s in circles)


def test_of_many_edges_the_larger_are_thicker_plainer_and_lie_on_top():
    weights = [0.1, -1.0, 0.5, -0.3, 0.0]
    edges = [Edge(1, i, 0, w) for i, w in enumerate(weights)]
    svg = ET.fromstring(network((1, 5), [Neuron(0, 0)], edges, dense=True))
    drawn = [e for e in svg.iter() if e.get("data-edge")]
    assert [abs(float(e.get("data-value"))) for e in drawn] == sorted(map(abs, weights))
    styles = [dict(piece.split(":") for piece in e.findall(f"{SVG}path")[1].get("style").split(";")) for e in drawn]
    for name in ("stroke-width", "stroke-opacity"):
        values = [float(style[name].removesuffix("px")) for style in styles]
        assert values == sorted(values) and values[0] > 0
    assert float(styles[-1]["stroke-opacity"]) == 1


def test_the_pictures_of_16_16_1_fit_a_notebook_s_column_at_their_own_size():
    """JupyterLab's is 768 CSS pixels in a window of 1,200: text of 13 pixels stays so."""
    model = MLP(2, [16, 16, 1])
    assert draw.network(model, [1.0, 2.0]).size[0] <= 768
    assert draw.graph(model([1.0, 2.0])).size[0] <= 768
