"""Training, one step at a time, with a history that can be revisited.

    trainer = Trainer(MLP(2, [8, 8, 1]), rings())
    trainer.step().loss             # one minibatch: forward, loss, backward, update
    trainer.restore(0)              # back to the untrained network; the same steps would follow

The loss of a batch is the mean of its samples' losses + l2 * (sum of the squares of all parameters). Where l2 is 0
there is no penalty, not even the nan that 0 * inf would be.

Offers `Trainer`, `Moment`, and `outputs`: every neuron's activation at many points, without building a graph.
"""

import random
from dataclasses import dataclass

from ..engine import Value, release
from ..losses import LOSSES
from ..nn import check_inputs
from ..ops import activation_function
from ..optim import OPTIMIZERS


@dataclass(frozen=True)
class Moment:
    """The state after `step` steps. Loss and accuracy (0 to 1) are over the whole data set."""

    step: int
    loss: float
    batch_loss: float | None  # what this step made smaller, before its update; None at step 0
    accuracy: float
    parameters: tuple[float, ...]
    settings: tuple  # (rate, l2, batch_size, optimizer), as they were
    memory: tuple  # the optimizer's state()


class Trainer:
    """Trains `model` (an MLP with one output) on `data`, whose labels are -1 and +1.

    loss        'hinge', 'squared error' or 'logistic'
    optimizer   'SGD' or 'Adam'
    batch_size  samples drawn for a step, without repetition; the whole data set if it has no more
    seed        settles which samples each step draws

    rate, l2, batch_size and optimizer may be set between steps. A loss that is nan or inf is recorded like any other.
    `history` is the list of Moments so far, `history[0]` from before training.
    """

    def __init__(self, model, data, *, loss="hinge", rate=0.1, l2=1e-4, batch_size=10, optimizer="SGD", seed=0):
        if not len(data):
            raise ValueError("there is nothing to train on: the data set has no points")
        self.model, self.data = model, data
        self.loss = chosen(LOSSES, loss, "loss")
        self.rate, self.l2, self.batch_size, self.seed = rate, l2, batch_size, seed
        self.optimizer = optimizer
        self.history = [self.moment(0, None)]

    @property
    def optimizer(self):
        """The optimizer's name. Setting another one starts it without memory."""
        return self._name

    @optimizer.setter
    def optimizer(self, name):
        if name != getattr(self, "_name", None):
            self._optimizer = chosen(OPTIMIZERS, name, "optimizer")(self.model.parameters(), self.rate)
            self._name = name

    def step(self):
        """One training step with the engine; returns the Moment after it, which is also appended to `history`."""
        self.history.append(self.moment(len(self.history), self.learn(self.batch())))
        return self.history[-1]

    def learn(self, batch):
        """Forward, loss, backward, update, with the samples of these indices. Returns the loss before the update."""
        loss = self.batch_loss(batch)
        self._optimizer.rate = self.rate
        self._optimizer.zero_grad()
        loss.backward()
        self._optimizer.step()
        release(loss)
        return float(loss)

    def batch(self):
        """The indices of the samples of the next step. They depend on the seed and on the number of steps only."""
        n = len(self.data)
        if self.batch_size < 1:
            raise ValueError(f"a step needs at least one sample, not a batch of {self.batch_size}")
        if self.batch_size >= n:
            return list(range(n))
        return random.Random(f"{self.seed}, step {len(self.history)}").sample(range(n), self.batch_size)

    def batch_loss(self, batch):
        """The loss over the samples with these indices: a Value, whose graph is the whole step's."""
        costs = [self.loss(self.model(self.data.points[i]), self.data.labels[i]) for i in batch]
        mean = sum(costs) * (1 / len(costs))
        return mean + self.l2 * sum(p * p for p in self.model.parameters()) if self.l2 else mean

    def restore(self, k):
        """Go back to history[k]: parameters, optimizer, settings, draw of samples. What came later is dropped."""
        moment = self.history[k]
        for p, data in zip(self.model.parameters(), moment.parameters):
            p.data = data
        self.rate, self.l2, self.batch_size, self.optimizer = moment.settings
        self.memory = moment.memory
        del self.history[moment.step + 1 :]
        return moment

    @property
    def memory(self):
        """The optimizer's state(). Setting None starts it without memory."""
        return self._optimizer.state()

    @memory.setter
    def memory(self, state):
        if state is None:
            self._optimizer = type(self._optimizer)(self.model.parameters(), self.rate)
        else:
            self._optimizer.load(state)

    def evaluate(self):
        """(loss, accuracy) over the whole data set, as the model is now."""
        (scores,) = outputs(self.model, self.data.points)[-1]
        labels = self.data.labels
        total = sum(self.loss(Value(s), y) for s, y in zip(scores, labels))
        release(total)
        penalty = self.l2 * added([float(p.data) * float(p.data) for p in self.model.parameters()]) if self.l2 else 0.0
        return float(total) / len(labels) + penalty, sum((s > 0) == (y > 0) for s, y in zip(scores, labels)) / len(
            labels
        )

    def moment(self, step, batch_loss):
        loss, accuracy = self.evaluate()
        return Moment(
            step,
            loss,
            batch_loss,
            accuracy,
            tuple(float(p.data) for p in self.model.parameters()),
            (self.rate, self.l2, self.batch_size, self.optimizer),
            self.memory,
        )


def chosen(table, name, what):
    if name not in table:
        raise ValueError(f"no {what} {name!r}: choose one of {', '.join(table)}")
    return table[name]


def added(numbers):
    """The numbers added one after another, as the engine adds.

    (sum() of floats corrects its rounding since Python 3.12.)
    """
    total = 0.0
    for x in numbers:
        total += x
    return total


def outputs(model, points):
    """Every neuron's activation at every point, as floats: outputs(model, points)[layer][neuron][point].

    Column by column, in the order in which the engine multiplies and adds, so that the numbers are the engine's.
    """
    nin = len(model.layers[0].neurons[0].w)
    for point in points:
        check_inputs(point, nin, "this network")
    columns = [[float(point[i]) for point in points] for i in range(nin)]
    result = []
    for layer in model.layers:
        columns = [activations(neuron, columns) for neuron in layer.neurons]
        result.append(columns)
    return result


def activations(neuron, columns):
    """One neuron's activations, given a column of numbers for each of its inputs."""
    total = [float(neuron.b)] * len(columns[0])
    for w, column in zip(neuron.w, columns):
        w = float(w)
        total = [t + w * x for t, x in zip(total, column)]
    squash = activation_function(neuron.activation)
    return [squash(t) for t in total]
