"""The pages, in the order in which they stand."""

from . import cell, idea, loop, network, theme, unit

PAGES = (theme, idea, unit, network, loop, cell)
