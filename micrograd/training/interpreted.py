"""The object graph with the face of a compiled Program: what runs where a model cannot be compiled.

Every step builds the graph of the whole batch, as in trainer.py, which does the work. So it is some thousand times
slower.

Offers `Interpreted`.
"""

from ..data import Data
from ..engine import release
from .trainer import Trainer, outputs

NOTHING = Data("nothing", ((0.0, 0.0),), (1,))


class Interpreted:
    """An MLP with one output, trained by the engine itself. For methods and attributes see compiler.Program."""

    backend = "the object graph"

    def __init__(self, model, loss="hinge"):
        self.model, self.trainer = model, Trainer(model, NOTHING, loss=loss)
        self.declined = {}
        self.rate, self.l2 = 0.1, 0.0

    def load_data(self, data):
        self.trainer.data = data

    def load_points(self, *columns):
        self.points = list(zip(*columns))

    def forward(self):
        return [column for layer in outputs(self.model, self.points) for column in layer]

    @property
    def optimizer(self):
        return self.trainer.optimizer

    @optimizer.setter
    def optimizer(self, name):
        self.trainer.optimizer = name

    @property
    def parameters(self):
        return [float(p.data) for p in self.model.parameters()]

    @parameters.setter
    def parameters(self, numbers):
        for p, number in zip(self.model.parameters(), numbers, strict=True):
            p.data = number

    def state(self):
        return self.trainer.memory

    def restore(self, state=None):
        self.trainer.memory = state

    def ready(self):
        self.trainer.rate, self.trainer.l2 = self.rate, self.l2

    def step(self, steps=1, batches=None):
        self.ready()
        whole = range(len(self.trainer.data))
        return [self.trainer.learn(batch) for batch in (batches or [whole] * steps)]

    def gradient(self, rows=None):
        """(loss, gradients) over a range of rows, penalty included, without an update."""
        self.ready()
        for p in self.model.parameters():
            p.grad = 0.0
        loss = self.trainer.batch_loss(range(*(rows or (0, len(self.trainer.data)))))
        loss.backward()
        release(loss)
        return float(loss), [p.grad for p in self.model.parameters()]

    def evaluate(self):
        self.ready()
        return self.trainer.evaluate()
