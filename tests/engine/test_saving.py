"""A module's parameters by name: what was saved comes back, and what does not fit changes nothing."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import MLP, Module, Value
from micrograd.saving import named_parameters

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
