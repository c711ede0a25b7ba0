"""A module's parameters by name: what was saved comes back, and what does not fit changes nothing."""

import io
import json
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import MLP, Module, Value
from micrograd.saving import from_text, load, named_parameters, save, to_text

sizes = st.lists(st.integers(1, 4), min_size=1, max_size=3)


@given(st.integers(1, 3), sizes, st.integers(0, 1000))
def test_what_was_saved_comes_back_through_json(nin, nouts, seed):
    random.seed(seed)
    model, other = MLP(nin, nouts), MLP(nin, nouts)
    state = json.loads(json.dumps(model.state_dict()))
    other.load_state_dict(state)
    assert [p.data for p in other.parameters()] == [p.data for p in model.parameters()]
    assert list(state.values()) == [p.data for p in model.parameters()]


def test_a_name_is_the_way_to_its_parameter():
    model = MLP(2, [3, 1])
    for name, p in named_parameters(model).items():
        thing = model
        for part in name.split("."):
            thing = thing[int(part)] if part.isdigit() else getattr(thing, part)
        assert thing is p


class Odd(Module):
    """A parameter in a dict, a shared one, one that only a closure knows, and a Value that is no parameter."""

    def __init__(self):
        hidden = Value(4.0)
        self.table = {"scale": Value(1.0)}
        self.first = self.again = Value(2.0)
        self.buffer = Value(9.0)
        self.hidden = lambda: hidden

    def parameters(self):
        return [self.first, self.table["scale"], self.hidden()]


def test_modules_of_one_s_own_are_saved_whole():
    model = Odd()
    assert model.state_dict() == {"first": 2.0, "table.scale": 1.0, "parameter.2": 4.0}
    model.load_state_dict({"first": 5.0, "table.scale": 6.0, "parameter.2": 7.0})
    assert [p.data for p in model.parameters()] == [5.0, 6.0, 7.0] and model.buffer.data == 9.0


@pytest.mark.parametrize(
    "change, error, says",
    [
        (lambda s: s.pop("layers.0.neurons.0.b"), ValueError, "lacks layers.0.neurons.0.b"),
        (lambda s: s.update(bias=1.0), ValueError, "has bias"),
        (lambda s: s.update({"layers.0.neurons.0.b": "0.5"}), TypeError, "layers.0.neurons.0.b.*str '0.5'"),
        (lambda s: s.clear(), ValueError, "lacks .* and 6 more"),
    ],
)
def test_what_does_not_fit_says_why_and_changes_nothing(change, error, says):
    model = MLP(2, [2, 1])
    before, state = model.state_dict(), dict.fromkeys(model.state_dict(), 0.25)
    change(state)
    with pytest.raises(error, match=says):
        model.load_state_dict(state)
    assert model.state_dict() == before


# --- as a text, and in a file ---


@given(st.dictionaries(st.text(), st.floats(width=64)))
def test_a_text_is_strict_json_and_holds_every_number_to_the_last_bit(state):
    text = to_text(state)

    def refuse(token):
        raise AssertionError(f"{token} is no JSON")

    assert json.loads(text, parse_constant=refuse)["version"] == 1
    again = from_text(text)
    assert list(again) == list(state) and list(map(repr, again.values())) == list(map(repr, state.values()))


@given(st.integers(1, 3), sizes, st.sampled_from([0.1, math.inf, -math.inf, math.nan, 5e-324, -0.0]))
def test_what_was_saved_comes_back_from_a_file(tmp_path_factory, nin, nouts, odd):
    path = tmp_path_factory.mktemp("weights") / "weights.json"
    model, other = MLP(nin, nouts), MLP(nin, nouts)
    model.parameters()[0].data = odd
    for name in (path, str(path)):
        model.save(name)
        other.load(name)
        assert [repr(float(p.data)) for p in other.parameters()] == [repr(float(p.data)) for p in model.parameters()]
    file = io.StringIO()
    save(model, file)
    file.seek(0)
    load(other, file)
    assert repr(other.state_dict()) == repr(model.state_dict())


def test_a_plain_json_of_a_state_dict_is_read_as_well(tmp_path):
    model, other = MLP(2, [2, 1]), MLP(2, [2, 1])
    model.parameters()[0].data = math.inf
    (tmp_path / "w.json").write_text(json.dumps(model.state_dict()))
    other.load(tmp_path / "w.json")
    assert other.state_dict() == model.state_dict()


@pytest.mark.parametrize(
    "text, error, says",
    [
        ("weights", ValueError, "w.json: this is no JSON"),
        ("[1, 2]", ValueError, "no parameters: an object with a number for each name"),
        ('{"format": "micrograd parameters", "version": 1}', ValueError, "no parameters"),
        ('{"format": "onnx", "version": 1, "parameters": {}}', ValueError, "the format 'onnx', and not 'micrograd"),
        (
            '{"format": "micrograd parameters", "version": 2, "parameters": {}}',
            ValueError,
            "version 2 .*reads version 1",
        ),
        ('{"layers.0.neurons.0.w.0": "0.5"}', TypeError, "w.json: the parameter layers.0.neurons.0.w.0.*str '0.5'"),
        ('{"layers.0.neurons.0.w.0": null}', TypeError, "layers.0.neurons.0.w.0 needs a number, not NoneType"),
        ("{}", ValueError, "w.json: this state is not one of this module, .*lacks layers.0.neurons.0.w.0"),
        ('{"b": 1}', ValueError, "it has b"),
    ],
)
def test_a_file_that_does_not_fit_says_why_and_changes_nothing(tmp_path, text, error, says):
    model = MLP(2, [2, 1])
    before = model.state_dict()
    (tmp_path / "w.json").write_text(text)
    with pytest.raises(error, match=says):
        model.load(tmp_path / "w.json")
    assert model.state_dict() == before
    (tmp_path / "w.json").write_bytes(bytes(range(256)))
    with pytest.raises(ValueError, match="this is no JSON: it holds bytes"):
        model.load(tmp_path / "w.json")
    with pytest.raises(TypeError, match="open it for text"):
        model.save(io.BytesIO())
    with pytest.raises(TypeError, match="a state is a dict of numbers by name"):
        model.load_state_dict([1.0])
