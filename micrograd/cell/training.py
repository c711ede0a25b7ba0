"""Training that is shown while it runs: one call for the loop that the lecture writes by hand.

Offers `train`.
"""

from ..compiler import UnknownOp, compile_model
from ..training.trainer import Trainer
from .showing import show
from .stage import note, on_stage


def train(model, data, steps=100, *, rate=0.1, loss="hinge", l2=1e-4, optimizer="SGD"):
    """Trains the model on the whole data set at each step, shows what it says as it learns, and changes its parameters.

    Returns the losses, the first from before. The graph of one sample is compiled once (micrograd.compiler); a model
    with an op of its own, which the compiler does not know, is trained with the graph itself.
    """
    try:
        program = compile_model(model, loss, rows=max(len(data), 1))
    except (UnknownOp, AttributeError) as why:
        note(f"Trained with the graph itself, which takes longer: {why}")
        return train_slowly(model, data, steps, rate=rate, loss=loss, l2=l2, optimizer=optimizer)
    program.load_data(data)
    program.rate, program.l2, program.optimizer = rate, l2, optimizer
    losses = [program.evaluate()[0]]
    shown(model, data)
    for _ in range(steps):
        program.step(1)
        losses.append(program.evaluate()[0])
        for p, value in zip(model.parameters(), program.parameters):
            p.data = value
        shown(model, data)
    return losses


def train_slowly(model, data, steps, **settings):
    trainer = Trainer(model, data, batch_size=len(data), **settings)
    for _ in range(steps):
        trainer.step()
        shown(model, data)
    return [moment.loss for moment in trainer.history]


def shown(model, data):
    """In the cell, what the model says now; elsewhere nothing: a line for each step would help nobody."""
    if on_stage.get():
        show(model, data)
