"""Pictures for a notebook: whole, well-formed, small enough to read, and drawn from the values' own numbers."""

import random
import xml.etree.ElementTree as ET

import pytest

from micrograd import MLP, Layer, Neuron, Value, draw
from micrograd.data import moons
from micrograd.draw.style import THEMES
from micrograd.engine import topological
from micrograd.tape import record
from micrograd.training.trainer import Trainer

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing):
    return ET.fromstring(str(drawing))


def boxes(drawing):
    return {
        e.get("data-node"): (e.get("data-value"), e.get("data-grad"))
        for e in parsed(drawing).iter()
        if e.get("data-node")
    }


def test_a_graph_shows_data_and_gradients_as_they_are_and_changes_nothing():
    a, b = Value(2.0, label="a"), Value(-3.0)
    L = a * b
    assert boxes(draw.graph(L, {"b": b, "L": L})) == {"a": ("2.0", "0.0"), "b": ("-3.0", "0.0"), "L": ("-6.0", "0.0")}
    L.backward()
    before = [(v.data, v.grad) for v in topological(L)]
    assert boxes(draw.graph(L, globals() | {"b": b, "L": L}))["b"] == ("-3.0", "2.0")
    assert before == [(v.data, v.grad) for v in topological(L)]


def test_a_square_has_two_wires():
    x = Value(3.0, label="x")
    svg = parsed(draw.graph(x * x))
    wires = [e.get("d") for e in svg.iter(f"{SVG}path") if e.get("stroke-width") == "2"]
    assert len(wires) == len(set(wires)) == 2


def test_neurons_are_framed_with_all_that_is_theirs():
    random.seed(2)
    model = MLP(2, [3, 2, 1], activation="tanh")
    score = model([1.0, -2.0])
    loss = (score - 1.0) ** 2
    svg = parsed(draw.graph(loss, model=model))
    frames = [g for g in svg.iter(f"{SVG}g") if [e.tag for e in g] == [f"{SVG}rect", f"{SVG}text"]]
    assert [g.find(f"{SVG}text").text for g in frames] == [
        "layer 1, neuron 1",
        "layer 1, neuron 2",
        "layer 1, neuron 3",
        "layer 2, neuron 1",
        "layer 2, neuron 2",
        "layer 3, neuron 1",
    ]
    places = {}
    for g in svg.iter(f"{SVG}g"):
        if g.get("data-node"):
            places[g.get("data-node")] = tuple(
                float(v) for v in g.get("transform").removeprefix("translate(").rstrip(")").split(" ")
            )
    inside = []
    for frame in frames:
        x, y, w, h = (float(frame.find(f"{SVG}rect").get(k)) for k in ("x", "y", "width", "height"))
        inside.append(sum(1 for px, py in places.values() if x < px < x + w and y < py < y + h))
    # weights + bias + products + sums (as many as products) + tanh; the last neuron has no activation
    assert inside == [2 + 1 + 2 + 2 + 1] * 3 + [3 + 1 + 3 + 3 + 1] * 2 + [2 + 1 + 2 + 2]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("activation", ["relu", "tanh", "linear"])
def test_from_300_values_on_each_neuron_is_one_box_and_the_picture_says_so(known, activation):
    random.seed(1)
    model = MLP(2, [16, 16, 1], activation=activation)
    score = model([1.0, 2.0])
    score.backward()
    drawing = draw.graph(score, model=model if known else None)
    folded = boxes(drawing)
    assert list(folded) == [
        "x1",
        "x2",
        *(f"l{l}n{n}" for l, most in ((1, 16), (2, 16), (3, 1)) for n in range(1, most + 1)),
    ]
    assert folded["l3n1"] == (repr(float(score.data)), "1.0")
    hidden = model.layers[0]([1.0, 2.0])
    assert [folded[f"l1n{n}"][0] for n in range(1, 17)] == [repr(float(v.data)) for v in hidden]
    said = f"{len(topological(score))} values, folded into 35 boxes: each neuron is one (Σ)"
    assert said in str(drawing) and said in drawing.words
    assert drawing.size[0] < 800 and drawing.size[1] < 1500


def test_below_300_values_every_value_is_a_box():
    random.seed(1)
    model = MLP(2, [8, 8, 1])
    score = model([1.0, 2.0])
    whole = draw.graph(score, model=model)
    assert len(boxes(whole)) == len(topological(score)) < 300 and "folded" not in str(whole)


def test_in_a_loss_over_samples_each_neuron_is_there_for_each_sample_and_the_loss_in_full():
    random.seed(1)
    model, data = MLP(2, [8, 8, 1]), moons(4)
    for p in model.parameters():
        p.data += 0.01  # a bias of 0 is a number like any other
    losses = [(1 - label * model(point)).relu() for point, label in zip(data.points, data.labels)]
    loss = sum(losses) / len(losses)
    for given in (model, None):
        folded = boxes(draw.graph(loss, model=given))
        neurons = [name for name in folded if name.startswith("l")]
        assert len(neurons) == 17 * 4 and repr(float(loss.data)) in [data for data, _ in folded.values()]
        assert {repr(float(v.data)) for v in losses} <= {data for data, _ in folded.values()}


def test_a_graph_that_folding_leaves_too_large_is_refused_in_words():
    L = Value(1.0)
    for _ in range(1500):
        L = L.tanh() + L
    with pytest.raises(ValueError, match=r"3,001 values.*room for 2,000"):
        draw.graph(L)


@pytest.mark.parametrize("wrong, hint", [(3.0, "float"), ([Value(1.0)], "sum"), (MLP(2, [1]), "call it with inputs")])
def test_what_is_no_value_is_refused_with_a_hint(wrong, hint):
    with pytest.raises(TypeError, match=hint):
        draw.graph(wrong)


def test_networks_layers_and_neurons_are_drawn_with_their_own_weights():
    random.seed(4)
    for model, count in (
        (MLP(2, [4, 4, 1], "tanh"), 37),
        (Layer(3, 2, activation="tanh"), 8),
        (Neuron(2, activation="tanh"), 3),
    ):
        x = [0.5] * (3 if count == 8 else 2)
        svg = parsed(draw.network(model, x))
        weights = [float(e.get("data-value")) for e in svg.iter() if e.get("data-edge")]
        assert weights == [p.data for p in model.parameters()]
        assert not [e for e in svg.iter() if e.get("data-edge") and e.get("data-grad")]
        out = model(x)
        (out[0] if isinstance(out, list) else out).backward()
        svg = parsed(draw.network(model))
        assert [float(e.get("data-grad")) for e in svg.iter() if e.get("data-edge")] == [
            float(p.grad) for p in model.parameters()
        ]


def test_a_neuron_stands_on_its_curve_and_is_left_as_it_was():
    unit = Neuron(2, activation="tanh")
    unit.parameters()[0].grad = 5.0
    svg = parsed(draw.neuron(unit, [1.0, 0.5]))
    tangent = f".//{SVG}path[@stroke='{THEMES['light']['gradient']}'][@stroke-width='2.5']"
    assert svg.find(tangent) is not None
    assert unit.parameters()[0].grad == 5.0
    assert parsed(draw.neuron(Neuron(2, activation="tanh"))).find(tangent) is None


def test_training_is_drawn_as_boundary_and_loss():
    random.seed(6)
    trainer = Trainer(MLP(2, [4, 1]), moons(20))
    for _ in range(3):
        trainer.step()
    svg = parsed(draw.boundary(trainer.model, trainer.data))
    assert svg.find(f".//{SVG}image").get("href").startswith("data:image/png;base64,")
    signs = {THEMES["light"][sign] for sign in ("positive", "negative")}
    assert len([e for e in svg.iter() if e.get("fill") in signs]) == 20 + 2  # the legend's
    curve = parsed(draw.loss(trainer.history)).find(f".//{SVG}path[@stroke-linejoin='round']").get("d")
    assert curve.count("L") == 3
    assert str(draw.loss(list(trainer.history.losses))) == str(draw.loss(trainer.history))
    with pytest.raises(ValueError, match="empty"):
        draw.loss([])


def test_a_drawing_is_saved_as_its_name_says(tmp_path):
    drawing = draw.graph(Value(1.0, label="<b>") + 2.0)
    kept = ET.parse(drawing.save(tmp_path / "picture.svg")).getroot()
    assert kept.tag == f"{SVG}svg" and float(kept.get("width")) > 0
    assert "script" not in str(drawing) and "<b>" not in str(drawing)
    page = drawing.save(tmp_path / "picture.html").read_text("utf-8")
    assert page.count("<svg") == page.count("</svg>") == page.count("<title>The graph of") == 1
    with pytest.raises(ValueError, match=r"picture\.svg.*picture\.html.*picture\.png.*not 'picture\.jpg'"):
        drawing.save(tmp_path / "picture.jpg")
    with pytest.raises(ValueError, match="dark"):
        draw.graph(Value(1.0), theme="pink")


@pytest.mark.parametrize("width", [1, 300, 900.0])
def test_the_height_follows_the_width(width):
    drawn, sized = draw.graph(Value(1.0) + 2.0), draw.graph(Value(1.0) + 2.0, width=width)
    svg = parsed(sized)
    assert float(svg.get("width")) == width == sized.size[0]
    assert float(svg.get("height")) == pytest.approx(width * drawn.size[1] / drawn.size[0], abs=0.01)
    assert svg.get("viewBox") == parsed(drawn).get("viewBox")


def test_what_is_wider_than_any_column_has_no_width_of_its_own_in_a_notebook():
    """An image is as wide as it says, whatever its column is; one that says nothing is as wide as its column."""
    x = Value(1.0)
    small, large = draw.graph(x + 1.0), draw.graph((x + 1.0).tanh().tanh().tanh())
    assert small.size[0] < 640 < large.size[0]
    assert f'width="{small.size[0]:.0f}"' in small._repr_svg_() and "max-width:100%" in small._repr_svg_()
    assert ET.fromstring(large._repr_svg_()).get("width") == "100%"
    assert ET.fromstring(large._repr_svg_()).get("height") is None
    assert float(ET.fromstring(str(large)).get("width")) == large.size[0]
    asked = draw.graph((x + 1.0).tanh().tanh().tanh(), width=900)
    assert ET.fromstring(asked._repr_svg_()).get("width") == "900"


@pytest.mark.parametrize("width", [0, -3, float("nan"), float("inf"), "100%", True, [3]])
def test_a_width_that_is_none_is_refused(width):
    with pytest.raises(ValueError, match="width is a number of pixels"):
        draw.graph(Value(1.0), width=width)


def test_a_notebook_gets_an_svg_and_words_and_never_html():
    drawing = draw.graph((Value(2.0, label="a") * 3.0).tanh())
    data, _ = drawing._repr_mimebundle_()
    assert {"image/svg+xml", "text/plain"} <= set(data) <= {"image/svg+xml", "text/plain", "image/png"}
    assert data["image/svg+xml"] == drawing._repr_svg_()
    assert "a, data 2.0, gradient 0.0" in data["text/plain"] and "<" not in data["text/plain"]
    assert len(repr(drawing)) < 80


def test_hovering_needs_no_script():
    text = str(draw.graph(Value(2.0, label="a") * 3.0))
    assert "<title>a, data 2.0, gradient 0.0</title>" in text and "<script" not in text


def test_a_tape_is_drawn_at_any_of_its_steps_with_what_is_known_there():
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    L = (a * b + a).tanh()
    L.label = "L"
    tape = record(L)
    for k in range(len(tape.steps) + 1):
        data, grad = tape.data_at(k), tape.grad_at(k)
        wanted = {
            n.name: tuple(None if known.get(n.index) is None else repr(known[n.index]) for known in (data, grad))
            for n in tape.nodes
        }
        assert boxes(draw.graph(tape, step=k)) == boxes(draw.graph(L, step=k)) == wanted
    end = len(tape.steps)
    assert str(draw.graph(tape)) == str(draw.graph(tape, step=end)) != str(draw.graph(tape, step=end - 1))
    assert (a.grad, L.grad) == (0.0, 0.0)


@pytest.mark.parametrize("step", [-1, 9, 1.0, True])
def test_a_step_that_a_tape_does_not_have_is_refused_with_those_that_it_has(step):
    tape = record(Value(2.0) * 3.0 + 1.0)
    with pytest.raises(ValueError, match=rf"steps 0 to {len(tape.steps)} \(2 of them forward\)"):
        draw.graph(tape, step=step)
    with pytest.raises(TypeError, match="does not go with a Tape"):
        draw.graph(tape, model=MLP(2, [1]))
    with pytest.raises(TypeError, match="a Value or a Tape, not float"):
        draw.graph(3.0, step=1)


@pytest.mark.parametrize("path", [None, 3, "", object()])
def test_what_is_no_path_is_refused_with_one_that_is(path):
    with pytest.raises(TypeError, match=r"by its path such as 'graph\.svg'"):
        draw.graph(Value(1.0)).save(path)


@pytest.mark.parametrize("wrong", [3, None, "0.5 0.4", {1: 0.5}])
@pytest.mark.parametrize("chart", [draw.loss, draw.accuracy])
def test_a_curve_needs_numbers_one_for_each_step(chart, wrong):
    with pytest.raises(TypeError, match=r"needs a list of numbers, one for each step, or a Trainer"):
        chart(wrong)
    with pytest.raises(TypeError, match="at step 1, needs a number, not str 'a'"):
        chart([0.5, "a"])


def test_a_picture_that_there_is_not_is_asked_about():
    with pytest.raises(AttributeError, match="did you mean graph"):
        _ = draw.grph
