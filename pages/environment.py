"""What a page knows of the reader's screen: its width, the theme, and whether motion is welcome."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from .breakpoints import HALF, NARROW

Theme: TypeAlias = Literal["dark", "light"]


@dataclass(frozen=True)
class Environment:
    """width: of the window, in CSS pixels; still: the reader asked for reduced motion."""

    width: int = 1440
    still: bool = False
    theme: Theme = "dark"

    @property
    def narrow(self) -> bool:
        return self.width <= NARROW

    @property
    def half(self) -> bool:
        """Whether half of the page is too little for a chart with many numbers."""
        return self.width < HALF
