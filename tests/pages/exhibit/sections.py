"""The sections that show an exhibit, for tests of what holds in all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from pages import idea, network, unit
from pages.exhibit.player import Phases, Transport


@dataclass(frozen=True)
class Section:
    """page: the section's module; time, phases: of its player, in a state of it; figure: the slot of its picture."""

    page: ModuleType
    time: Callable[[Any], Transport]
    phases: Callable[[Any], Phases]
    figure: str

    def __str__(self) -> str:
        return str(self.page.NAME)


SECTIONS = [
    Section(idea, lambda state: state.exhibit.time, lambda state: state.exhibit.run.phases, "idea.graph"),
    Section(unit, lambda state: state.exhibit.time, lambda state: state.exhibit.run.phases, "unit.graph"),
    Section(network, lambda state: state.time, lambda state: state.phases, "network.picture"),
]

every_section = pytest.mark.parametrize("section", SECTIONS, ids=str)
