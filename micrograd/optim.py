"""From gradients to new parameters.

    optimizer = SGD(model.parameters(), rate=0.1)
    optimizer.zero_grad(); loss.backward(); optimizer.step()

`rate` (and `momentum`, `betas`) may be changed between steps. `state()` gives what an optimizer remembers from the
steps so far as nested tuples of numbers; `load(state)` puts it back.

Offers `SGD`, `Adam`, and `OPTIMIZERS` that lists them by name.
"""

from .scalar import power


class Optimizer:
    """What the optimizers share: parameters (a list of Values) and a learning rate."""

    def __init__(self, parameters, rate):
        self.parameters = list(parameters)
        self.rate = rate

    def zero_grad(self):
        for p in self.parameters:
            p.grad = 0.0

    def zeros(self):
        return [0.0] * len(self.parameters)

    def row(self, numbers):
        """One number per parameter, as a list; ValueError if there are more or fewer."""
        if len(numbers) != len(self.parameters):
            raise ValueError(f"state for {len(numbers)} parameters, but there are {len(self.parameters)}")
        return list(numbers)


class SGD(Optimizer):
    """Stochastic gradient descent: p -= rate * v, with v = momentum * v + grad (v = grad if momentum is 0)."""

    def __init__(self, parameters, rate=0.1, momentum=0.0):
        super().__init__(parameters, rate)
        self.momentum = momentum
        self.velocity = self.zeros()

    def step(self):
        for i, p in enumerate(self.parameters):
            v = self.momentum * self.velocity[i] + p.grad if self.momentum else p.grad
            self.velocity[i] = v
            p.data -= self.rate * v

    def state(self):
        return (tuple(self.velocity),)

    def load(self, state):
        (velocity,) = state
        self.velocity = self.row(velocity)


class Adam(Optimizer):
    """Adam (Kingma and Ba 2015, algorithm 1): steps of about `rate`, whatever the gradients' scale.

    m and s are running means of the gradient and of its square; dividing by 1 - beta**t makes up for their start at 0.
    """

    def __init__(self, parameters, rate=0.01, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(parameters, rate)
        self.betas = betas
        self.eps = eps
        self.t = 0
        self.m, self.s = self.zeros(), self.zeros()

    def step(self):
        self.t += 1
        fast, slow = self.betas
        for i, p in enumerate(self.parameters):
            self.m[i] = fast * self.m[i] + (1 - fast) * p.grad
            self.s[i] = slow * self.s[i] + (1 - slow) * p.grad * p.grad
            mean = self.m[i] / (1 - fast**self.t)
            square = self.s[i] / (1 - slow**self.t)
            p.data -= self.rate * mean / (power(square, 0.5) + self.eps)

    def state(self):
        return self.t, tuple(self.m), tuple(self.s)

    def load(self, state):
        self.t, m, s = state
        self.m, self.s = self.row(m), self.row(s)


OPTIMIZERS = {"SGD": SGD, "Adam": Adam}
