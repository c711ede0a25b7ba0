"""The bench's part inside Pyodide: the case that all contenders get, and the contenders that are Python."""

import json
import random
from time import perf_counter

from micrograd import MLP, Value
from micrograd.compiler import compile_model
from micrograd.data import rings
from micrograd.draw.plane import grid
from micrograd.engine import release
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.interpreted import Interpreted

RATE, L2, SIDE = 1e-9, 1e-4, 100  # so small a rate that every contender stays where it began, and has the same work
FEW = 200  # points of the grid that the object graph computes; its time is taken times 10,000 / 200
now = {}


def model(sizes):
    random.seed(1)
    return MLP(sizes[0], sizes[1:])


def case(sizes, samples):
    sizes, data = json.loads(sizes), rings(n=samples, noise=0.1, seed=1)
    now.update(sizes=sizes, data=data)
    numbers = [p.data for p in model(sizes).parameters()]
    return json.dumps({"sizes": sizes, "parameters": numbers, "points": data.points, "labels": data.labels,
                       "grid": grid(SIDE), "rate": RATE, "l2": L2})  # fmt: skip


def compiled(backend):
    program = compile_model(model(now["sizes"]), rows=len(now["data"]), points=SIDE * SIDE, backend=backend)
    program.rate, program.l2 = RATE, L2
    program.load_data(now["data"])
    program.load_points(*zip(*grid(SIDE)))
    return program


class Compiled:
    def __init__(self, backend):
        self.program = compiled(backend)
        machine = self.program.machine
        # As in JavaScript: the numbers stay where they were computed.
        self.maps = (
            (lambda: machine.call("forward", machine.layout.grid, SIDE * SIDE)) if backend != "NumPy" else self.forward
        )

    def forward(self):
        self.program.forward()

    def steps(self, k):
        self.program.step(k)

    def gradient(self):
        loss, gradient = self.program.gradient()
        return json.dumps({"loss": loss, "gradient": list(gradient)})


class ObjectGraph:
    """The engine itself: a graph of Values for the whole batch, in every step anew."""

    def __init__(self):
        self.model = model(now["sizes"])
        self.program = Interpreted(self.model)
        self.program.load_data(now["data"])
        self.program.configure(Hyperparameters(lr=RATE, l2=L2))

    def steps(self, k):
        self.program.step(k)

    def maps(self):
        for x, y in grid(SIDE)[:: SIDE * SIDE // FEW]:
            score = self.model([Value(x), Value(y)])
            release(score)

    def gradient(self):
        loss, gradient = self.program.gradient()
        return json.dumps({"loss": loss, "gradient": gradient})


def contender(name):
    return ObjectGraph() if name == "object graph" else Compiled(name)


def compile_time(sizes):
    """Milliseconds from the model to a program that is ready to run."""
    network = model(json.loads(sizes))
    begin = perf_counter()
    compile_model(network, rows=500, points=SIDE * SIDE)
    return (perf_counter() - begin) * 1000
