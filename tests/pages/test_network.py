"""The Network: its numbers against NumPy, its updates, what it says and draws, and what can be done to it."""

import random
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value
from micrograd.engine import topological
from micrograd.losses import squared_error
from pages import network
from pages.environment import Environment
from pages.events import Change, Drag, Key, Press, Screen
from pages.network.state import with_sizes
from pages.targets import Target, parse_target
from tests.pages.events import press, rest, send
from tests.pages.test_sections import elements, numbers

SVG = "{http://www.w3.org/2000/svg}"
hidden = st.lists(st.integers(1, 8), min_size=0, max_size=5)
setting = st.tuples(hidden, st.integers(0, 99_999), st.floats(-2, 2), st.floats(-2, 2), st.floats(-2, 2))

BENDS = {
    "relu": (lambda v: np.maximum(v, 0.0), lambda v: (v > 0).astype(float)),
    "tanh": (np.tanh, lambda v: 1 - np.tanh(v) ** 2),
    "sigmoid": (lambda v: 1 / (1 + np.exp(-v)), lambda v: np.exp(-v) / (1 + np.exp(-v)) ** 2),
    "linear": (lambda v: v, np.ones_like),
}


def in_numpy(sizes, parameters, x, target, activation):
    """(outputs, their gradients, gradients of the weights and of the biases, the loss) by matrices, with no graph."""
    weights = [
        np.array([[parameters[l, i, k] for k in range(sizes[l])] for i in range(sizes[l + 1])])
        for l in range(len(sizes) - 1)
    ]
    biases = [np.array([parameters[l, i, None] for i in range(sizes[l + 1])]) for l in range(len(sizes) - 1)]
    outputs, sums = [np.array(x)], []
    for l, (w, b) in enumerate(zip(weights, biases)):
        sums.append(w @ outputs[-1] + b)
        outputs.append(sums[-1] if l == len(weights) - 1 else BENDS[activation][0](sums[-1]))
    grads = [2 * (outputs[-1] - target)]
    of_weights, of_biases = [], []
    for l in reversed(range(len(weights))):
        slope = np.ones_like(sums[l]) if l == len(weights) - 1 else BENDS[activation][1](sums[l])
        passed = grads[0] * slope
        of_weights.insert(0, np.outer(passed, outputs[l]))
        of_biases.insert(0, passed)
        grads.insert(0, weights[l].T @ passed)
    return outputs, grads, of_weights, of_biases, float((outputs[-1][0] - target) ** 2)


def close(a, b):
    return a == pytest.approx(b, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("activation", BENDS)
@settings(max_examples=15, deadline=None)
@given(setting)
def test_every_number_is_what_numpy_finds(activation, chosen):
    """Of every neuron and every parameter, drawn after both passes, for up to 6 layers of 8."""
    layers, seed, x1, x2, target = chosen
    sizes = (2, *layers, 1)
    run = network.run_network(sizes, seed, (x1, x2), target, activation)
    state = replace(network.start(), sizes=sizes, seed=seed, x=(x1, x2), target=target, run=run)
    state = replace(state, time=state.time.jump(state.length))
    parameters = {place: number for place, (number, _) in run.parameters.items()}
    outputs, grads, of_weights, of_biases, loss = in_numpy(sizes, parameters, (x1, x2), target, activation)
    for key, (value, grad) in numbers(network, state, "data-neuron").items():
        l, i = map(int, key.split("."))
        assert close(value, outputs[l + 1][i]) and close(grad, grads[l + 1][i])
    edges = numbers(network, state, "data-edge")
    assert len(edges) == len(parameters)
    for key, (value, grad) in edges.items():
        l, i, k = key.split(".")
        l, i = int(l), int(i)
        if k == "b":
            assert value == parameters[l, i, None] and close(grad, of_biases[l][i])
        else:
            assert value == parameters[l, i, int(k)] and close(grad, of_weights[l][i, int(k)])
    assert close(numbers(network, state, "data-node")["L"], (loss, 1.0))


@given(setting)
@settings(max_examples=15, deadline=None)
def test_what_is_inside_of_a_neuron_adds_up_to_its_sum(chosen):
    layers, seed, x1, x2, target = chosen
    sizes = (2, *layers, 1)
    run = network.run_network(sizes, seed, (x1, x2), target)
    for (layer, i), inside in run.inside.items():
        pairs = [(run.parameters[layer - 1, i, k][0], run.outputs[layer - 1][k]) for k in range(sizes[layer - 1])]
        assert inside.products == tuple(w * x for w, x in pairs)
        assert inside.sums[0] == run.parameters[layer - 1, i, None][0]
        for before, product, total in zip(inside.sums, inside.products, inside.sums[1:]):
            assert total == before + product
        bent = inside.total if layer == len(sizes) - 1 else max(0.0, inside.total)
        assert run.outputs[layer][i] == bent
        assert ((layer, i) in run.dead) == (layer < len(sizes) - 1 and inside.total <= 0)


def test_the_network_is_the_engine_s_mlp_to_the_last_digit():
    state = rest(network, press(network, network.start(), "forward"))
    state = rest(network, press(network, state, "backward"))
    random.seed(network.SEED)
    model = MLP(2, [4, 4, 1])
    out = model([Value(v) for v in state.x])
    loss = squared_error(out, network.TARGET)
    loss.backward()
    edges = numbers(network, state, "data-edge")
    assert len(edges) == 37
    for l, layer in enumerate(model.layers):
        for i, neuron in enumerate(layer.neurons):
            assert edges[f"{l}.{i}.b"] == (neuron.b.data, neuron.b.grad)
            for k, w in enumerate(neuron.w):
                assert edges[f"{l}.{i}.{k}"] == (w.data, w.grad)
    assert numbers(network, state, "data-neuron")["2.0"] == (out.data, out.grad)
    assert numbers(network, state, "data-node")["L"] == (loss.data, 1.0)
    assert state.run.values == len(topological(loss))


def test_layers_get_their_values_from_left_to_right_and_gradients_from_right_to_left():
    state = network.start()
    assert state.length == 8
    for k in range(state.length + 1):
        at = replace(state, time=state.time.jump(k))
        neurons = numbers(network, at, "data-neuron")
        valued = {int(key.split(".")[0]) for key, (value, _) in neurons.items() if value is not None}
        graded = {int(key.split(".")[0]) for key, (_, grad) in neurons.items() if grad is not None}
        assert valued == set(range(min(k, 3)))
        assert graded == set(range(max(0, 3 - max(0, k - 4)), 3))
        edges = {
            int(key.split(".")[0]) for key, (_, grad) in numbers(network, at, "data-edge").items() if grad is not None
        }
        assert edges == set(range(max(0, 3 - max(0, k - 5)), 3))
        loss = numbers(network, at, "data-node")["L"]
        assert loss == (state.run.loss if k >= 4 else None, 1.0 if k >= 5 else None)


@given(setting)
@settings(max_examples=8, deadline=None)
def test_neuron_by_neuron_each_step_forward_gives_one_value_and_each_step_back_one_neuron_s_gradients(chosen):
    layers, seed, x1, x2, target = chosen
    sizes = (2, *layers, 1)
    run = network.run_network(sizes, seed, (x1, x2), target)
    state = replace(network.start(), sizes=sizes, seed=seed, x=(x1, x2), target=target, run=run, by="neuron")
    count = sum(sizes[1:])
    assert state.length == 2 * count + 2
    for k in range(state.length + 1):
        at = replace(state, time=state.time.jump(k))
        valued = [v for v, _ in numbers(network, at, "data-neuron").values() if v is not None]
        assert len(valued) == min(k, count)
        through = {key.rsplit(".", 1)[0] for key, (_, g) in numbers(network, at, "data-edge").items() if g is not None}
        assert len(through) == max(0, k - count - 2)


@pytest.mark.parametrize("by", ["layer", "neuron"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("sizes", [(2, 1), (2, 4, 4, 1), (2, 8, 8, 8, 8, 8, 1)], ids=str)
def test_a_number_on_its_way_never_lies_on_a_neuron_or_on_another_number(by, width, sizes):
    """Every stage of every step, at the beginning, on the way and at the end of what moves in it."""
    state = with_sizes(network.start(), sizes)
    state = send(network, state, Screen(Environment(width)))
    state = replace(state, by=by, time=state.time.jump(0).play(0, 10_000))
    for k, step in enumerate(state.schedule.steps):
        if sizes[-2] == 8 and (step.layer not in (1, 2, 6, 7) or step.neuron not in (None, 0, 3)):
            continue
        for n in range(len(state.schedule.stages(k))):
            at = replace(state, time=replace(state.time, at=k + state.schedule.middle_of(k, n)))
            faults = collisions(network.view(at)["network.picture"].markup)
            assert not faults, (k, n, faults)


def collisions(markup):
    """Which tokens overlap a neuron, its notes, the loss, or each other, anywhere on their ways."""
    svg = ET.fromstring(markup)
    things = []
    for node in svg.iter():
        kind = (node.get("class") or "").split(" ")[0]
        if kind in ("neuron", "outcome"):
            x, y = map(float, re.findall(r"-?[\d.]+", node.get("style")))
            half = (28.0, 28.0) if kind == "neuron" else (52.0, 38.0)
            things.append((node.get("id"), (x - half[0], y - half[1], x + half[0], y + half[1])))
            things += [
                (f"{node.get('id')} note", shifted(rect, x, y)) for rect in node.iter(f"{SVG}rect") if kind == "neuron"
            ]
    tokens = []
    for node in svg.iter():
        if (node.get("class") or "").startswith("token "):
            rect, style = node.find(f"{SVG}rect"), node.get("style")
            points = list(zip(*[iter(map(float, re.findall(r"-?[\d.]+", style.split("offset-path")[-1])))] * 2))
            if "translate" in style:
                points = [tuple(map(float, re.findall(r"-?[\d.]+", style.split("translate")[1])))]
            (ax, ay), (bx, by) = points[0], points[-1]
            tokens.append(
                (
                    node.get("id"),
                    [shifted(rect, ax + t * (bx - ax), ay + t * (by - ay)) for t in (0, 0.25, 0.5, 0.75, 1)],
                )
            )
    faults = [(a, b) for a, ways in tokens for b, box in things if any(meet(way, box) for way in ways)]
    for (a, ways), (b, others) in combinations(tokens, 2):
        if any(meet(way, other) for way, other in zip(ways, others)):
            faults.append((a, b))
    return faults


def shifted(rect, x, y):
    left, top, wide, high = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
    return (x + left, y + top, x + left + wide, y + top + high)


def meet(a, b):
    return a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5


# --- updates ---


def updated(state):
    return rest(network, press(network, state, "update"))


@given(st.integers(0, 999), st.floats(0, 0.2), st.floats(-2, 2))
@settings(max_examples=20, deadline=None)
def test_an_update_takes_the_rate_times_its_gradient_from_every_parameter(seed, rate, target):
    state = send(network, network.start(), Change("seed", str(seed)), Change("rate", repr(rate)))
    before = press(network, state, "target", repr(target))
    after = updated(before)
    for place, (old, grad) in before.run.parameters.items():
        assert after.run.parameters[place][0] == old - before.rate * grad
    assert after.updated.before == before.run.loss
    again = network.run_network(after.sizes, after.seed, after.x, after.target, weights=after.weights)
    assert again.loss == after.run.loss


def test_an_update_waits_for_the_backward_pass_and_then_shows_the_new_loss_without_gradients():
    state = press(network, network.start(), "update")
    assert state.wanted and network.moving(state) and state.weights is None
    state = rest(network, state)
    assert state.weights is not None and not state.wanted
    assert numbers(network, state, "data-node")["L"] == (state.run.loss, None)
    assert {grad for _, grad in numbers(network, state, "data-edge").values()} == {None}


def test_with_the_first_rate_the_loss_falls_update_after_update():
    state, losses = network.start(), []
    for _ in range(5):
        state = updated(state)
        losses.append(state.updated.before)
        said = network.view(state)["network.caption"]
        assert "The loss was" in said and "told" in said
    losses.append(state.run.loss)
    assert losses == sorted(losses, reverse=True) and losses[1] < 0.8 * losses[0]


def test_an_update_that_overshoots_says_so():
    state = updated(press(network, network.start(), "rate", "0.2"))
    assert state.run.loss > state.updated.before
    assert "too large" in network.view(state)["network.caption"]


@given(st.integers(0, 999), st.floats(-2, 2), st.floats(-2, 2))
@settings(max_examples=20, deadline=None)
def test_arrows_point_to_where_the_loss_is_lower(seed, x1, x2):
    """Tried on the network itself: each output moved by a little in the arrow's direction."""
    state = send(network, network.start(), Change("seed", str(seed)), Change("x1", repr(x1)), Change("x2", repr(x2)))
    run = state.run
    assume(all(abs(inside.total) > 1e-4 for inside in run.inside.values()))  # no kink between here and there
    state = replace(state, time=state.time.jump(state.length))
    markup = network.view(state)["network.picture"].markup
    arrows = dict(re.findall(r'data-neuron="([\d.]+)"(?:(?!data-neuron).)*?class="arrow (up|down)"', markup))
    for (layer, i), _ in run.inside.items():
        grad = run.grads[layer][i]
        if abs(grad) < 1e-6:
            continue
        by = 1e-6 if arrows[f"{layer - 1}.{i}"] == "up" else -1e-6
        assert loss_with(run, state.target, layer, i, by) < run.loss


def loss_with(run, target, layer, i, by):
    """The loss if the output of one neuron were another one, by NumPy."""
    signal = np.array(run.outputs[layer])
    signal[i] += by
    for l in range(layer, len(run.sizes) - 1):
        w = np.array([[run.parameters[l, j, k][0] for k in range(run.sizes[l])] for j in range(run.sizes[l + 1])])
        b = np.array([run.parameters[l, j, None][0] for j in range(run.sizes[l + 1])])
        signal = w @ signal + b
        if l < len(run.sizes) - 2:
            signal = np.maximum(signal, 0.0)
    return (signal[0] - target) ** 2


# --- a neuron that is off ---


def test_a_neuron_that_is_off_says_what_arrives_and_that_nothing_goes_on():
    state = network.start()
    state = replace(state, time=state.time.jump(state.length))
    assert state.run.dead
    drawn = network.view(state)["network.picture"].markup
    texts = re.findall(
        r'<text[^>]*><tspan class="grad">([^<]+)</tspan> arrives, <tspan class="grad">0</tspan> goes on', drawn
    )
    assert len(texts) == len(state.run.dead)
    for layer, i in state.run.dead:
        assert state.run.inside[layer, i].passed == 0
        assert all(state.run.parameters[layer - 1, i, k][1] == 0 for k in [*range(state.sizes[layer - 1]), None])


@given(st.integers(0, 9999), st.sampled_from([(0.0, 1.0), (1.0, -0.5), (0.5, 0.0)]))
@settings(max_examples=30, deadline=None)
def test_each_gradient_of_0_has_the_reason_that_is_given(seed, x):
    state = send(network, network.start(), Change("seed", str(seed)), Change("x1", str(x[0])), Change("x2", str(x[1])))
    state = replace(state, time=state.time.jump(state.length))
    run = state.run
    none = [place for place, (_, grad) in run.parameters.items() if grad == 0]
    said = network.view(state)["network.caption"]
    assert (f"{len(none)} are 0" in said) == bool(0 < len(none) < len(run.parameters))
    for layer, i, k in none:
        off = run.inside[layer + 1, i].passed == 0
        assert off or (k is not None and run.outputs[layer][k] == 0)


# --- what can be done to it ---


def test_new_weights_come_from_the_next_seed_and_reset_brings_the_first_back():
    state = press(network, network.start(), "weights")
    assert state.seed == network.SEED + 1 and state.run.parameters != network.start().run.parameters
    assert press(network, state, "reset") == network.start()


@given(st.integers(0, 99_999))
@settings(max_examples=20)
def test_a_typed_seed_draws_the_weights_that_the_engine_draws_from_it(seed):
    state = send(network, updated(network.start()), Change("seed", str(seed)))
    random.seed(seed)
    expected = [p.data for p in MLP(2, [4, 4, 1]).parameters()]
    assert [number for number, _ in state.run.parameters.values()] == expected


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "--3"])
def test_a_seed_that_is_no_number_changes_nothing(text):
    state = network.start()
    assert send(network, state, Change("seed", text)) is state


def test_layers_can_be_added_and_removed_within_bounds():
    state = network.start()
    for _ in range(10):
        state = press(network, state, "add")
    assert state.layers == network.MOST_LAYERS and len(state.run.outputs) == len(state.sizes)
    for _ in range(10):
        state = press(network, state, "remove")
    assert state.sizes == (2, 1)
    rest(network, press(network, rest(network, press(network, state, "forward")), "backward"))


@given(st.floats(-2, 2), st.floats(-2, 2))
@settings(max_examples=20)
def test_inputs_recompute_what_is_shown(x1, x2):
    state = rest(network, press(network, network.start(), "forward"))
    state = press(network, press(network, state, "x1", repr(x1)), "x2", repr(x2))
    random.seed(network.SEED)
    assert numbers(network, state, "data-neuron")["2.0"][0] == MLP(2, [4, 4, 1])([x1, x2]).data


@pytest.mark.parametrize(
    "show, kinds", [("weights", {"weight", "gradient"}), ("gradients", {"gradient"}), ("updates", {"step"})]
)
def test_the_switch_says_what_edges_stand_for_and_one_scale_holds_for_all(show, kinds):
    state = replace(network.start(), time=network.start().time.jump(8), show=show)
    lines = [
        e for e in elements(network, state) if (e.get("class") or "").split(" ")[0] in ("weight", "gradient", "step")
    ]
    picture = [e for e in lines if e.get("d") != "M1 6H29"]
    assert {e["class"].split(" ")[0] for e in picture} == kinds
    largest = max(abs(weight) for weight, _ in state.run.parameters.values())
    widths = {float(e["style"].removeprefix("stroke-width:").removesuffix("px")) for e in picture}
    if show == "updates":
        expected = [
            0.6 + 6.4 * min(abs(state.rate * g) / largest, 1) if g else 0 for _, g in state.run.parameters.values()
        ]
    else:
        expected = [0.6 + 6.4 * min(abs(g) / largest, 1) if g else 0 for _, g in state.run.parameters.values()]
        if show == "weights":
            expected += [0.6 + 6.4 * abs(w) / largest for w, _ in state.run.parameters.values()]
    assert widths == {float(f"{width:.2f}") for width in expected}


# --- by hand ---


def pull(target, x, y=0.0, fine=False):
    return [
        Drag(parse_target(target), phase, px, py, fine)
        for phase, px, py in (("start", 0, 0), ("move", x, y), ("end", x, y))
    ]


@given(st.sampled_from(list(network.start().run.parameters)), st.floats(-300, 300))
@settings(max_examples=20, deadline=None)
def test_a_pulled_edge_changes_its_weight_and_no_other(place, x):
    before = network.start()
    state = send(network, before, *pull(f"edge.{'.'.join('b' if part is None else str(part) for part in place)}", x))
    for other, (number, _) in state.run.parameters.items():
        old = before.run.parameters[other][0]
        assert number == (pytest.approx(old + x * 0.01, abs=1e-4) if other == place else old)
    assert state.pull is None


@given(st.floats(-10, 10))
@settings(max_examples=20, deadline=None)
def test_a_typed_weight_is_the_weight(number):
    state = send(network, network.start(), Change("weight", repr(number), "1.2.3"))
    assert state.run.parameters[1, 2, 3][0] == number
    assert numbers(network, state, "data-edge")["1.2.3"][0] == number


@pytest.mark.parametrize(
    "text, of", [("", "0.0.0"), ("abc", "0.0.0"), ("nan", "0.0.0"), ("1", "9.0.0"), ("1", "0.0.7")]
)
def test_a_weight_that_is_none_changes_nothing(text, of):
    assert send(network, network.start(), Change("weight", text, of)).run.parameters == network.start().run.parameters


def test_keys_go_from_a_neuron_to_its_edges_and_back_and_change_weights():
    state, effects = network.update(network.start(), Key("Enter", Target("neuron", 2, 1)))
    assert [effect.id for effect in effects] == ["network-edge-1.1.0"]
    _, effects = network.update(state, Key("ArrowLeft", Target("edge", 1, 1, 0)))
    assert [effect.id for effect in effects] == ["network-edge-1.1.b"]
    changed, _ = network.update(state, Key("ArrowUp", Target("edge", 1, 1, 0)))
    assert changed.run.parameters[1, 1, 0][0] == pytest.approx(state.run.parameters[1, 1, 0][0] + 0.1)
    _, effects = network.update(state, Key("Escape", Target("edge", 1, 1, 0)))
    assert [effect.id for effect in effects] == ["network-neuron-2-1"]


@pytest.mark.parametrize("layer", [1, 2])
def test_neurons_are_added_and_removed_at_their_layer_from_1_to_8(layer):
    state = network.start()
    for _ in range(10):
        state = send(network, state, Press("resize", f"more.{layer}"))
    assert state.sizes[layer] == 8 == len(state.run.outputs[layer])
    for _ in range(10):
        state = send(network, state, Press("resize", f"fewer.{layer}"))
    assert state.sizes[layer] == 1 == len(state.run.outputs[layer])


@pytest.mark.parametrize("of", ["more.0", "more.3", "fewer.9", "", "neuron.1.0"])
def test_only_hidden_layers_can_be_resized(of):
    state = network.start()
    assert send(network, state, Press("resize", of)) is state
