"""Everything that one may look at prints in one short line that helps."""

import random

import pytest

from micrograd import MLP, Layer, Neuron, Value
from micrograd.compiler import compile_model
from micrograd.data import DATASETS, Data
from micrograd.labels import read_labels
from micrograd.nn import ACTIVATIONS
from micrograd.ops import OPS
from micrograd.optim import OPTIMIZERS
from micrograd.schedules import Schedule
from micrograd.tape import record
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.losses import Losses
from micrograd.training.trainer import Trainer

random.seed(1)
MODEL = MLP(2, [16, 16, 1])
TRAINER = Trainer(MODEL, DATASETS["moons"](200), lr=0.05, optimizer="AdamW", schedule="cosine", steps=50, warmup=5)
STEP = TRAINER.train(2)
PROGRAM = compile_model(MODEL, rows=200, backend="Python")
TAPE = record(MODEL([1.0, -2.0]))
LOSSES = Losses(1 / (k + 1) for k in range(500))

SAYS = {
    "MLP of [Layer of [16 ReLUNeuron(2)], Layer of [16 ReLUNeuron(16)], Layer of [LinearNeuron(16)]]": MODEL,
    "MLP of [Layer of [ReLUNeuron(2), ReLUNeuron(2)], Layer of [LinearNeuron(2)]]": MLP(2, [2, 1]),
    "MLP of [Layer of [4 ReLUNeuron(2)], ... 18 layers, Layer of [4 LinearNeuron(4)]]": MLP(2, [4] * 20),
    "Layer of [40 ReLUNeuron(2)]": Layer(2, 40),
    "ReLUNeuron(2)": Neuron(2),
    "Trainer(MLP of 337 parameters, step 2, loss ": TRAINER,
    "Checkpoint(step=2, loss=": STEP,
    "History(2 steps, loss ": TRAINER.history,
    "Series(3 numbers, the last is ": TRAINER.history.losses,
    "Interpreted(MLP of 337 parameters, AdamW)": TRAINER.program,
    "Hyperparameters(lr=0.05, batch_size=10, optimizer='AdamW', schedule='cosine', steps=50, warmup=5)": (
        TRAINER.hyperparameters
    ),
    "Hyperparameters()": Hyperparameters(),
    "Span(since step 0, ": TRAINER.history.spans[0],
    "Program(Python, 337 parameters, 0 rows, SGD with lr=0.1)": PROGRAM,
    "Plan(337 parameters, 3 inputs, ": PROGRAM.plan,
    "Line(": PROGRAM.listing()[0],
    "Data('moons', 200 points of 2 numbers, labels -1, 1)": TRAINER.data,
    "Data('none', 0 points of 0 numbers, labels none)": Data("none", (), ()),
    "Labels(classes, 3 targets, called 0, 1, 2)": read_labels([0, 2, 1], outputs=3),
    "Tape(": TAPE,
    "Step(forward: ": TAPE.steps[0],
    "Step(backward: ": TAPE.steps[-1],
    "Node(": TAPE.nodes[0],
    "Schedule(lr=0.1, name='linear', steps=9": Schedule(0.1, "linear", 9),
    "Activations(relu, tanh, ": ACTIVATIONS,
    "[1, 0.5, 0.333333, ..., 0.002] (500 losses)": LOSSES,
    "[1.0, 0.5]": Losses(LOSSES[:2]),
    **{f"{kind.__name__}(2 parameters, lr=": kind([Value(1.0), Value(2.0)]) for kind in OPTIMIZERS.values()},
}


@pytest.mark.parametrize("says", SAYS)
def test_a_repr_is_one_short_line_that_says_what_it_is(says):
    text = repr(SAYS[says])
    assert text.startswith(says) and "\n" not in text and len(text) <= 120
    assert " object at 0x" not in text


@pytest.mark.parametrize("op", OPS.values())
def test_an_op_is_called_by_its_name(op):
    assert repr(op) == f"Op({op.name!r})"


def test_losses_are_a_list_in_everything_else():
    assert Losses([1.0, 2.0] * 9) == [1.0, 2.0] * 9 and isinstance(LOSSES, list) and len([*LOSSES, 1.0]) == 501
