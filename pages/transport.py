"""Time as part of a page's state: see exhibit/player.py, where it lives."""

from .exhibit.player import STEP_MS, Transport

__all__ = ["STEP_MS", "Transport"]
