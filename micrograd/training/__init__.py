"""Training: values (hyperparameters, checkpoints, histories), and what computes one from the other.

hyperparameters.py, checkpoint.py, history.py   what is chosen, where training stands, how it came there: values
shared.py, series.py                            what histories are made of
sampling.py                                     which samples a step looks at
calculator.py                                   what trains: a compiled Program, or interpreted.py, the object graph
trainer.py                                      the loop on the object graph, for programs and notebooks
outputs.py, divergence.py                       what a model says at many points; where a nan or inf came from
"""

from .. import installation as _installation  # noqa: F401  (it looks whether another distribution is mixed in)
