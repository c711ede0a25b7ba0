"""What people know from other libraries works with the same meaning, or an error says what to write."""

import random
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import micrograd
from micrograd import MLP, Module, Neuron, Value, nn, train
from micrograd.convert import as_data
from micrograd.data import DATASETS, Data, make_blobs, make_circles, make_moons, moons
from micrograd.losses import cross_entropy, hinge, logistic, resolve_loss, squared_error
from micrograd.optim import OPTIMIZERS, SGD, Adam, Momentum
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.trainer import Trainer

DATA = moons(n=10)
X, Y = [list(p) for p in DATA.points], list(DATA.labels)


class Frame:
    """A data frame or a series, as far as it matters here."""

    def __init__(self, rows):
        self.rows = rows

    def to_numpy(self):
        return np.array(self.rows)

    def __iter__(self):
        raise AssertionError("a data frame's iterator gives the names of its columns")

    def __len__(self):
        return len(self.rows)


class Series:
    """An older one: its numbers are in .values."""

    def __init__(self, rows):
        self.values = np.array(rows)

    def __len__(self):
        return len(self.values)


def model(nouts=(3, 1)):
    random.seed(2)
    return MLP(2, list(nouts), activation="tanh")


def numbers(net):
    return [p.data for p in net.parameters()]


FORMS = {
    "lists": (X, Y),
    "arrays": (np.array(X), np.array(Y)),
    "a column": (np.array(X), np.array(Y).reshape(-1, 1)),
    "pairs": list(zip(X, Y)),
    "pairs of arrays": [(np.array(x), np.float64(y)) for x, y in zip(X, Y)],
    "a zip": lambda: zip(X, Y),
    "a generator": lambda: ((tuple(x), y) for x, y in zip(X, Y)),
    "frames": (Frame(X), Frame(Y)),
    "a frame with a column": (Frame(X), Frame([[y] for y in Y])),
    "values": (Series(X), Series(Y)),
    "a dict": {"X": X, "y": Y},
    "a bunch": SimpleNamespace(data=X, target=np.array(Y)),
    "points and labels": SimpleNamespace(points=np.array(X), labels=Y),
    "float32": (np.array(X), np.array(Y, dtype=np.float32)),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_data_set_may_come_in_any_form(form):
    given = FORMS[form]
    data = as_data(given() if callable(given) else given)
    assert data.points == DATA.points and data.labels == DATA.labels and isinstance(data, Data)
    net, other = model(), model()
    assert train(net, given() if callable(given) else given, steps=3) == train(other, DATA, steps=3)
    assert numbers(net) == numbers(other)


rows = st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=6)


@given(rows, st.data())
def test_pairs_columns_and_one_hot_rows_say_the_same(points, draw):
    classes = draw.draw(st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points)))
    hot = [[int(k == c) for k in range(3)] for c in classes]
    expected = (tuple(points), tuple(classes))
    for form in [
        (points, classes),
        list(zip(points, classes)),
        (np.array(points), np.array(classes)[:, None]),
        (points, hot),
        list(zip(points, hot)),
        (np.array(points), np.array(hot, float)),
        Data("data", tuple(points), tuple(map(tuple, hot))),
    ]:
        data = as_data(form)
        assert (data.points, data.labels) == expected


@pytest.mark.parametrize(
    "data, error, says",
    [
        (3, TypeError, "a data set is a Data such as moons"),
        ("moons", TypeError, "a data set is a Data"),
        (moons, TypeError, "moons makes a data set when it is called"),
        (np.array(X), TypeError, "where is its label"),
        ((X, Y[:-1]), ValueError, "10 points, but 9 labels"),
        (([[1.0, 2.0], [3.0]], [0, 1]), ValueError, "point 1 has 1 numbers, and point 0 has 2"),
        (([[1.0, "2"], [3.0, 1.0]], [0, 1]), TypeError, "point 0 needs a number, not str '2'"),
        (([[1.0, 2.0]], [[0.5, 0.5]]), ValueError, r"label 0 is \[0.5, 0.5\]: .*one-hot"),
        (([], []), ValueError, "nothing to train on"),
    ],
)
def test_what_is_no_data_set_says_what_one_is(data, error, says):
    for door in (lambda: train(model(), data), lambda: Trainer(model(), data)):
        with pytest.raises(error, match=says):
            door()


def test_inputs_and_labels_side_by_side_are_told_to_go_together():
    with pytest.raises(TypeError, match=r"inputs and labels go together, as a pair: \(X, y\)|where is its label"):
        train(model(), X, Y)


SAME = {
    "learning_rate": ({"learning_rate": 0.05}, {"lr": 0.05}),
    "eta": ({"eta": 0.05}, {"lr": 0.05}),
    "epochs, full batch": ({"epochs": 4}, {"steps": 4}),
    "n_epochs and batch": ({"n_epochs": 2, "batch": 4}, {"steps": 6, "batch_size": 4}),
    "max_iter": ({"max_iter": 4}, {"steps": 4}),
    "iterations": ({"iterations": 4}, {"steps": 4}),
    "random_state": ({"random_state": 3, "batch_size": 4}, {"seed": 3, "batch_size": 4}),
    "criterion": ({"criterion": "mse"}, {"loss": "squared error"}),
    "adam": ({"optimizer": "adam"}, {"optimizer": "Adam"}),
    "a class": ({"optimizer": Adam}, {"optimizer": "Adam"}),
    "solver": ({"solver": "sgd", "momentum": 0.8}, {"optimizer": "SGD with momentum", "momentum": 0.8}),
    "SGD with momentum 0": ({"momentum": 0.0}, {}),
    "betas": ({"optimizer": "Adam", "betas": (0.8, 0.9)}, {"optimizer": "Adam", "beta1": 0.8, "beta2": 0.9}),
    "options": ({"optimizer": "Adam", "options": {"beta1": 0.8}}, {"optimizer": "Adam", "beta1": 0.8}),
    "scheduler": ({"scheduler": "cosine", "warmup_steps": 1}, {"schedule": "cosine", "warmup": 1}),
    "shuffle": ({"shuffle": True, "batch_size": 4}, {"batch_size": 4}),
    "verbose": ({"verbose": 0}, {}),
    "a rate that is a function": ({"lr": lambda k: 0.1}, {"lr": 0.1}),
    "a factor that is a function": ({"lr": 0.2, "schedule": lambda k: 0.5}, {"lr": 0.1}),
}


@pytest.mark.parametrize("habit", SAME)
def test_other_libraries_names_mean_the_same(habit):
    theirs, ours = SAME[habit]
    one, two = model(), model()
    steps = {} if {"steps", "epochs", "n_epochs", "max_iter", "iterations"} & theirs.keys() else {"steps": 4}
    assert train(one, DATA, **steps, **theirs) == train(two, DATA, **{**steps, **ours})
    assert numbers(one) == numbers(two)


@pytest.mark.parametrize(
    "given, error, says",
    [
        ({"learning_rat": 0.1}, TypeError, "no argument 'learning_rat': did you mean lr"),
        ({"setps": 3}, TypeError, "no argument 'setps': did you mean steps"),
        ({"batchsiz": 3}, TypeError, "no argument 'batchsiz': did you mean batch_size"),
        ({"quux": 3}, TypeError, "no argument 'quux'; it has lr, "),
        ({"callbacks": []}, TypeError, "no argument 'callbacks': take .*Trainer"),
        ({"validation_data": 3}, TypeError, "Trainer"),
        ({"weight_decay": 0.1}, TypeError, "l2=weight_decay / 2; the optimizer 'AdamW'"),
        ({"lr": 0.1, "learning_rate": 0.2}, TypeError, "given lr and learning_rate, which are the same: give lr alone"),
        ({"steps": 3, "epochs": 4}, TypeError, "steps and epochs: one of them"),
        ({"shuffle": False, "batch_size": 4}, TypeError, "shuffled"),
        ({"schedule": lambda k: 0.5}, TypeError, "gives the factor of lr: give lr as well"),
        ({"schedule": "cosin"}, ValueError, "no schedule 'cosin'.*did you mean cosine"),
        ({"optimizer": "adm"}, ValueError, "no optimizer 'adm': choose one of SGD.*did you mean Adam"),
        ({"loss": "hing"}, ValueError, "no loss 'hing': choose one of hinge.*did you mean hinge"),
        ({"loss": "l1"}, ValueError, "no loss 'l1': choose one of"),
        ({"steps": 2.5}, ValueError, "steps must be a whole number from 0 up, not 2.5"),
        ({"batch_size": 2.5}, TypeError, "batch_size is a whole number of samples, not 2.5"),
        ({"optimizer": "Adam", "momentum": 0.9}, ValueError, "Adam has no setting 'momentum'; it has beta1"),
    ],
)
def test_what_means_nothing_here_is_an_error_that_names_what_does(given, error, says):
    net = model()
    before = numbers(net)
    with pytest.raises(error, match=says):
        train(net, DATA, **given)
    assert numbers(net) == before
    if "epochs" not in given and given.get("steps") != 2.5:
        with pytest.raises(error, match=says.replace("train", "Trainer")):
            Trainer(net, DATA, **{"lr": 0.1, **given} if error is not TypeError else given).step()


def test_an_optimizer_that_somebody_adds_to_the_table_is_one_with_its_options(monkeypatch):
    class Signed(SGD):
        @staticmethod
        def rule(p, g, t, *, lr=0.1, softness=1.0):
            return p - lr * g / ((g * g) ** 0.5 + softness)

    monkeypatch.setitem(OPTIMIZERS, "Signed", Signed)
    one, two = model(), model()
    train(one, DATA, steps=3, optimizer="signed", softness=0.5, l2=0.0)
    optimizer = Signed(two.parameters(), softness=0.5)
    for _ in range(3):
        optimizer.zero_grad()
        (sum((1 - y * two(x)).relu() for x, y in DATA) / len(DATA)).backward()
        optimizer.step()
    assert numbers(one) == pytest.approx(numbers(two), rel=1e-9)
    with pytest.raises(TypeError, match="no argument 'softnes': did you mean softness"):
        train(one, DATA, optimizer=Signed, softnes=0.5)


def test_a_class_that_is_not_in_the_table_is_told_how_to_get_there():
    class Mine(SGD):
        pass

    with pytest.raises(ValueError, match=r"add it, OPTIMIZERS\['Mine'\] = Mine"):
        train(model(), DATA, optimizer=Mine)


LOSS_NAMES = {
    squared_error: ("mse", "MSE", "MSELoss", "mean_squared_error", "squared-error", "squared_error", "L2"),
    logistic: ("bce", "BCEWithLogitsLoss", "binary_crossentropy", "log_loss", "log loss", "logistic loss"),
    cross_entropy: ("nll", "crossentropy", "cross_entropy", "CrossEntropyLoss", "softmax", "categorical_crossentropy"),
    hinge: ("svm", "hinge_loss", "Hinge", "max-margin"),
}


@pytest.mark.parametrize(("name", "loss"), [(name, loss) for loss, names in LOSS_NAMES.items() for name in names])
def test_a_loss_may_have_the_name_that_others_give_it(name, loss):
    assert resolve_loss(name) is loss


def test_every_optimizer_is_found_in_any_case():
    for name in OPTIMIZERS:
        assert {Hyperparameters(optimizer=other).optimizer for other in (name.lower(), name.upper(), name)} == {name}


# --- an optimizer that somebody made ---


@pytest.mark.parametrize("name", OPTIMIZERS)
@given(cut=st.integers(0, 5), size=st.sampled_from([4, 10]))
@settings(max_examples=8)
def test_an_optimizer_goes_on_from_its_memory_whatever_trains_with_it(name, cut, size):
    """Some steps by train, the others by a Trainer and by hand, with the same optimizer: as by hand alone."""
    one, two = model(), model()
    first, second = (OPTIMIZERS[name](net.parameters(), lr=0.02) for net in (one, two))

    def by_hand(net, optimizer, steps):
        for _ in range(steps):
            loss = sum((1 - y * net(x)).relu() for x, y in DATA) / len(DATA) + 1e-4 * sum(
                p * p for p in net.parameters()
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    train(one, DATA, steps=cut, optimizer=first)
    Trainer(one, DATA, optimizer=first, batch_size=10).train(5 - cut)
    by_hand(one, first, 2)
    by_hand(two, second, 7)
    assert numbers(one) == pytest.approx(numbers(two), rel=1e-6, abs=1e-9)
    assert first.t == second.t == 7


def test_an_optimizer_whose_lr_is_changed_between_steps_of_a_trainer_is_followed():
    one, two = model(), model()
    optimizer, trainer = SGD(one.parameters(), lr=0.1), Trainer(two, DATA, lr=0.1)
    first = Trainer(one, DATA, optimizer=optimizer)
    for lr in (0.1, 0.05, 0.05, 0.01):
        optimizer.lr = trainer.lr = lr
        assert first.step().parameters == trainer.step().parameters


def test_an_optimizer_of_another_model_is_refused():
    with pytest.raises(ValueError, match="other parameters than the model's: make it with"):
        train(model(), DATA, optimizer=SGD(model().parameters()))


# --- torch's loop, and its names ---


def test_a_loop_as_it_is_written_for_torch_runs():
    net = model()
    optimizer = micrograd.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    assert type(optimizer) is Momentum
    for _ in range(2):
        optimizer.zero_grad(set_to_none=True)
        loss = sum(hinge(net(x), y) for x, y in DATA)
        loss.backward()
        optimizer.step()
    assert optimizer.t == 2


def test_a_module_may_say_what_it_computes_in_forward():
    class Net(Module):
        def __init__(self):
            self.one, self.two = Neuron(2), Neuron(2)

        def forward(self, x):
            return self.one(x) - self.two(x)

        def parameters(self):
            return [*self.one.parameters(), *self.two.parameters()]

    class Twice(MLP):
        def forward(self, x):
            return 2 * super().__call__(x)

    net = Net()
    assert net([1.0, 2.0]).data == net.forward([1.0, 2.0]).data
    random.seed(2)
    assert Twice(2, [3, 1], activation="tanh")([1.0, 2.0]).data == 2 * model()([1.0, 2.0]).data
    assert len(train(net, DATA, steps=3)) == 4


@pytest.mark.parametrize(
    "name, says",
    [
        ("fit", r"micrograd\.train\(model, data"),
        ("predict", r"model\(x\)"),
        ("forward", r"call the model itself, model\(x\)"),
        ("train", r"micrograd\.train"),
        ("eval", "leave model.eval"),
        ("named_parameters", r"state_dict\(\)"),
        ("weights", "list w"),
        ("paramters", "did you mean parameters"),
        ("layer", "did you mean layers"),
    ],
)
def test_an_attribute_that_a_model_has_not_names_what_it_has(name, says):
    net = model()
    assert not hasattr(net, name)
    with pytest.raises(AttributeError, match=says):
        getattr(net, name)


@pytest.mark.parametrize(
    "line, says",
    [
        ("from micrograd.nn import Linear", "Layer"),
        ("from micrograd.nn import Sequential", "MLP"),
        ("from micrograd import Adam", r"micrograd\.optim"),
        ("from micrograd import make_moons", r"micrograd\.data"),
        ("from micrograd.optim import Adamw", "did you mean AdamW"),
        ("from micrograd.data import moon", "did you mean moons"),
        ("import micrograd.nn; micrograd.nn.ReLU", "activation="),
        ("import micrograd; micrograd.Valu", "did you mean Value"),
    ],
)
def test_a_name_that_a_module_has_not_is_an_error_that_names_what_it_has(line, says):
    with pytest.raises((ImportError, AttributeError), match=says):
        exec(line, {})


def test_a_submodule_can_still_be_imported_from_the_package():
    from micrograd import nn as same

    assert same is nn


# --- scikit-learn's data sets ---


@pytest.mark.parametrize("make", DATASETS.values())
def test_data_sets_take_the_arguments_of_other_libraries(make):
    assert make(n_samples=20, noise=0.2, random_state=3) == make(20, 0.2, 3)
    assert make(n_samples=4, noise=None).points == make(4, 0.0).points
    with pytest.raises(TypeError, match=f"{make.__name__}.. has no argument 'n_sample': did you mean n"):
        make(n_sample=20)
    with pytest.raises(TypeError, match="given n and n_samples, which are the same"):
        make(n=20, n_samples=20)


@pytest.mark.parametrize("make", [make_moons, make_circles, make_blobs])
def test_scikit_learn_s_data_sets_come_as_arrays_and_train(make):
    xs, ys = make(n_samples=12, random_state=4)
    assert xs.shape == (12, 2) and ys.shape == (12,) and np.array_equal(xs, make(n_samples=12, random_state=4)[0])
    assert not np.array_equal(xs, make(n_samples=12, random_state=5)[0])
    nouts, how = ([3], {"loss": "cross-entropy"}) if make is make_blobs else ([3, 1], {})
    assert len(train(model(nouts), (xs, ys), steps=2, **how)) == 3


@given(st.integers(2, 40), st.integers(0, 99))
def test_scikit_learn_s_shapes_are_its_formulas(n, seed):
    xs, ys = make_moons(n_samples=n, random_state=seed)
    assert list(np.bincount(ys)) == [n // 2, n - n // 2]
    center = np.where(ys[:, None] == 0, [[0.0, 0.0]], [[1.0, 0.5]])
    assert np.allclose(np.hypot(*(xs - center).T), 1)
    assert (xs[ys == 0, 1] >= -1e-12).all() and (xs[ys == 1, 1] <= 0.5 + 1e-12).all()
    xs, ys = make_circles(n_samples=n, factor=0.3, random_state=seed)
    assert np.allclose(np.hypot(*xs.T), np.where(ys == 0, 1, 0.3))


def test_the_notebook_of_micrograd_s_demo_reads_its_data():
    xs, ys = make_moons(n_samples=20, noise=0.1)
    ys = ys * 2 - 1
    net = model()
    inputs = [list(map(Value, row)) for row in xs]
    losses = [(1 + -y * s).relu() for y, s in zip(ys, map(net, inputs))]
    sum(losses).backward()
    assert any(p.grad for p in net.parameters())


def test_a_data_set_is_gone_through_in_pairs_and_prints_short():
    assert list(DATA) == list(zip(DATA.points, DATA.labels)) and DATA[3] == (DATA.points[3], DATA.labels[3])
    assert repr(moons(500)) == "Data('moons', 500 points of 2 numbers, labels -1, 1)"
    with pytest.raises(AttributeError, match="the inputs are its points"):
        DATA.X  # noqa: B018
