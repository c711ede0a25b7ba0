"""The look of pictures in both themes, and the switch between the two in the page's header."""

from collections.abc import Mapping
from dataclasses import dataclass

from micrograd.draw.style import page_css

from .content import Content
from .controls import button
from .effects import Effect, SetTheme
from .environment import Theme
from .events import Event, Press, Screen

NAME = "theme"


@dataclass(frozen=True)
class State:
    theme: Theme = "dark"


def start() -> State:
    return State()


def moving(state: State) -> bool:
    return False


def update(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    match event:
        case Screen(environment) if environment.theme != state.theme:
            return State(environment.theme), ()
        case Press("switch"):
            other = other_theme(state)
            return State(other), (SetTheme(other),)
    return state, ()


def other_theme(state: State) -> Theme:
    return "light" if state.theme == "dark" else "dark"


def view(state: State) -> Mapping[str, Content]:
    return {
        "theme.pictures": page_css(),
        "theme.switch": button(f"{other_theme(state).capitalize()} theme", "theme.switch", kind="quiet"),
    }
