"""A misspelled attribute is an error that names the right one; what somebody means to add is theirs to add."""

import copy
import pickle
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import MLP, Layer, Module, Neuron, Value
from micrograd.compiler import compile_model
from micrograd.data import moons
from micrograd.optim import OPTIMIZERS, SGD, Adam
from micrograd.slips import attributes_of, slips
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.trainer import Trainer

THINGS = {
    "Value": lambda: Value(1.0),
    "Neuron": lambda: Neuron(2),
    "Layer": lambda: Layer(2, 2),
    "MLP": lambda: MLP(2, [2, 1]),
    "Module": lambda: Module(),
    "Trainer": lambda: Trainer(MLP(2, [1]), moons(4)),
    "Program": lambda: compile_model(MLP(2, [1]), rows=4, backend="Python"),
    "Hyperparameters": Hyperparameters,
    **{name: lambda kind=kind: kind([Value(1.0)]) for name, kind in OPTIMIZERS.items()},
}


@pytest.mark.parametrize(
    "thing, wrong, right",
    [
        ("Value", "dta", "data"),
        ("Value", "gard", "grad"),
        ("Value", "gradd", "grad"),
        ("Value", "lable", "label"),
        ("Value", "Data", "data"),
        ("Value", "value", "data"),
        ("Value", "gradient", "grad"),
        ("Neuron", "activaton", "activation"),
        ("Neuron", "bias", "b"),
        ("Layer", "neuron", "neurons"),
        ("MLP", "layrs", "layers"),
        ("Module", "paramters", "parameters"),
        ("Trainer", "lrr", "lr"),
        ("Trainer", "learning_rate", "lr"),
        ("Trainer", "batchsize", "batch_size"),
        ("Trainer", "optimiser", "optimizer"),
        ("Program", "optmizer", "optimizer"),
        ("Program", "learning_rate", "lr"),
        ("Program", "paramters", "parameters"),
        ("Adam", "beta_1", "beta1"),
        ("SGD", "learning_rate", "lr"),
        ("AdamW", "weightdecay", "weight_decay"),
    ],
)
def test_a_misspelled_attribute_is_an_error_that_names_the_right_one(thing, wrong, right):
    made = THINGS[thing]()
    for use in (lambda: setattr(made, wrong, 3), lambda: getattr(made, wrong)):
        with pytest.raises(AttributeError, match=rf"{wrong}.*\b{right}\b"):
            use()
    assert not hasattr(made, wrong)


@pytest.mark.parametrize("thing", [name for name in THINGS if name not in ("Neuron", "Layer", "MLP", "Module")])
def test_what_somebody_else_named_cannot_be_added_from_outside(thing):
    with pytest.raises(AttributeError):
        THINGS[thing]().quux = 3


@given(st.sampled_from(["data", "grad", "label"]), st.data())
def test_every_slip_of_the_finger_on_a_value_is_an_error(name, draw):
    wrong = draw.draw(st.sampled_from(sorted(slips(name))))
    v = Value(1.0)
    with pytest.raises(AttributeError, match=f"did you mean {name}"):
        setattr(v, wrong, 2.0)
    assert v.data == 1.0 and v.grad == 0.0 and v.label == ""


def test_a_module_takes_attributes_that_are_meant():
    model = MLP(2, [2, 1])
    model.name, model.history, model._cache = "mine", [], {}
    model.layer_count = 2
    assert (model.name, model.history, model.layer_count) == ("mine", [], 2)


class Own(Module):
    """Names like those of others, and like each other's."""

    def __init__(self):
        self.neuron1, self.neuron2 = Neuron(2), Neuron(2)
        self.layer, self.layers_ = 1, 2
        self.bias = Value(0.5)
        self.rename()

    def rename(self):
        self.layer3 = self.train = self.weights = 3

    def parameters(self):
        return [self.bias]


def test_a_class_of_one_s_own_names_its_attributes_as_it_likes():
    own = Own()
    assert (own.layer, own.layer3, own.weights, own.train) == (1, 3, 3, 3)
    own.weights = own.layer = 4
    own.neuron3 = Neuron(2)
    assert (own.weights, own.layer) == (4, 4)


class Labeled(Value):
    def __init__(self, data):
        super().__init__(data)
        self.labels, self.value = ["a"], 3


def test_a_kind_of_value_of_one_s_own_has_attributes_of_its_own_and_copies_keep_them():
    v = Labeled(2.0)
    v.labels, v.color = ["b"], "red"
    for w in (v, copy.deepcopy(v), copy.copy(v), pickle.loads(pickle.dumps(v))):
        assert (w.labels, w.value, w.color, w.data) == (["b"], 3, "red", 2.0)
        with pytest.raises(AttributeError, match="did you mean data"):
            w.dta = 3
    del v.labels
    assert not hasattr(v, "labels")


def test_the_lecture_s_assignments_are_as_they_were():
    a, b = Value(2.0, label="a"), Value(-3.0)
    b.label = "b"
    out = a * b
    out.label, out.grad, out._backward = "out", 1.0, lambda: None
    out._prev, out._op = set(out._prev), "*"
    assert attributes_of(out).keys() == {"data", "grad", "label", "_prev", "_op", "_backward"}
    random.seed(0)
    for p in MLP(2, [2, 1]).parameters():
        p.data += -0.1 * p.grad
        p.grad = 0


def test_what_stands_behind_the_dot_are_attributes_and_no_slips():
    assert {"data", "grad", "label"} <= set(dir(Value(1.0))) and not {"dta", "value"} & set(dir(Value(1.0)))


@pytest.mark.parametrize("kind", [SGD, Adam])
def test_hyperparameters_of_another_optimizer_are_not_taken(kind):
    optimizer = kind([Value(1.0)])
    with pytest.raises(AttributeError, match=r"has no nesterov: it has .*lr"):
        optimizer.nesterov = True
