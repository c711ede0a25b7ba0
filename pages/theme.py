"""The look of pictures in both themes, and the switch between the two in the page's header."""

from dataclasses import dataclass

from micrograd.draw.style import page_css

from .controls import button

NAME = "theme"


@dataclass(frozen=True)
class State:
    """chosen: whether the reader pressed the switch; until then the system's preference holds."""

    theme: str = "dark"
    chosen: bool = False


def start():
    return State()


def moving(state):
    return False


def handle(state, event):
    match event:
        case {"type": "environment", "theme": theme}:
            return State(theme, state.chosen)
        case {"do": "switch"}:
            return State("light" if state.theme == "dark" else "dark", True)
    return state


def view(state):
    other = "light" if state.theme == "dark" else "dark"
    shown = {
        "theme.pictures": page_css(),
        "theme.switch": button(f"{other.capitalize()} theme", "theme.switch", kind="quiet"),
    }
    return shown | {"@theme": state.theme} if state.chosen else shown
