"""Training: the loop on the object graph (trainer.py), and runs on a compiled program that can be revisited (history.py)."""
