"""What a page knows of the reader's screen: its width, the theme, and whether motion is welcome."""

from dataclasses import dataclass

NARROW = 736  # CSS pixels: up to here, a page is one column and its pictures run downwards

HALF = 1150  # from here on, half the page has room for a wide chart


@dataclass(frozen=True)
class Environment:
    """width: of the window, in CSS pixels; still: the reader asked for reduced motion; theme: 'dark' or 'light'."""

    width: int = 1440
    still: bool = False
    theme: str = "dark"

    @property
    def narrow(self):
        return self.width <= NARROW

    @property
    def half(self):
        """Whether half of the page is too little for a chart with many numbers."""
        return self.width < HALF

    @classmethod
    def of(cls, event):
        """The environment that an 'environment' event tells of."""
        return cls(int(event["width"]), bool(event["still"]), event["theme"])
