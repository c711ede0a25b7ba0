"""The losses of some training steps: a list of floats that is short when it is printed. Offers `Losses`."""

SHOWN = 3  # at the beginning, when there are many


class Losses(list[float]):
    """One number for each step; in everything but how it is printed a list."""

    def __repr__(self) -> str:
        if len(self) <= 2 * SHOWN:
            return list.__repr__(self)
        first = ", ".join(f"{x:.6g}" for x in self[:SHOWN])
        return f"[{first}, ..., {self[-1]:.6g}] ({len(self)} losses)"
