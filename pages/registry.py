"""The pages, in the order in which they stand."""

from typing import Any

from . import cell, idea, loop, network, theme, unit
from .page import Page

PAGES: tuple[Page[Any], ...] = (theme, idea, unit, network, loop, cell)
