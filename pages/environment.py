"""What a page knows of the reader's screen: its width, the theme, and whether motion is welcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

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

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Environment":
        """The environment that an 'environment' event tells of."""
        return cls(int(event["width"]), bool(event["still"]), event["theme"])
