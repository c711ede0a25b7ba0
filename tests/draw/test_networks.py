"""The network's picture: thickness for size, color and dash for sign, and the exact numbers as attributes."""

import itertools
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from micrograd.draw.networks import Edge, Neuron, network, thickness

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
    assert "positive" in edges["0.0.0"].find(f"{SVG}path").get("class")
    assert "negative" in edges["0.0.1"].find(f"{SVG}path").get("class")


def test_neurons_count_from_the_first_hidden_layer_and_inputs_are_inputs():
    svg = drawn()
    assert [e.get("data-neuron") for e in svg.iter() if e.get("data-neuron")] == ["0.0"]
    assert [e.get("data-input") for e in svg.iter() if e.get("data-input")] == ["0", "1"]


def test_an_edge_without_gradient_has_no_companion():
    edge = next(e for e in drawn(grad=None).iter() if e.get("data-edge") == "0.0.0")
    assert edge.get("data-grad") is None
    assert [p.get("class") for p in edge.findall(f"{SVG}path")] == ["weight positive", "hit"]


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
