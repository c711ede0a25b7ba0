"""Training: the loop on the object graph (trainer.py), and runs on a compiled program to be revisited (history.py)."""

from .. import installation as _installation  # noqa: F401  (it looks whether another distribution is mixed in)
