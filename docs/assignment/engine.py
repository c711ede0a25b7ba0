"""My engine: numbers that remember how they were made, and find their own gradients.

Name:
"""

import math
import random


class Value:
    """One number, its gradient, and what it was made from."""

    def __init__(self, data): ...  # task 1


# Task 5: Neuron, Layer and MLP.
