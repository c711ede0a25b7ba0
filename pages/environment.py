"""What a page knows of the reader's screen: its width, the theme, and whether motion is welcome."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Environment:
    """narrow: a phone's width; still: the reader asked for reduced motion; theme: 'dark' or 'light'."""

    narrow: bool = False
    still: bool = False
    theme: str = "dark"

    @classmethod
    def of(cls, event):
        """The environment that an 'environment' event tells of."""
        return cls(bool(event["narrow"]), bool(event["still"]), event["theme"])
