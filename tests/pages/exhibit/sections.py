"""The sections that show an exhibit, for tests of what holds in all of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from micrograd import Value
from pages import cell, idea, network, unit
from pages.cell.graphs import run_of
from pages.events import Input, Press, WorkerMessages
from pages.exhibit.player import Phases, Transport
from pages.worker import records, wire
from pages.worker.graph import graph_record
from tests.pages.events import send


@dataclass(frozen=True)
class Section:
    """page: the section's module; start: gives a state in which there is something to play; time, phases: of its player,
    in a state of it; figure: the slot of its picture; of: which of several exhibits its controls name; keys: whether
    the player has keys.
    """

    page: ModuleType
    start: Callable[[], Any]
    time: Callable[[Any], Transport]
    phases: Callable[[Any], Phases]
    figure: str
    of: str = ""
    keys: bool = True

    def __str__(self) -> str:
        return str(self.page.NAME)

    def press(self, state: Any, do: str) -> Any:
        """The state after a button of the player."""
        return send(self.page, state, Press(do, self.of))

    def enter(self, state: Any, do: str, value: str) -> Any:
        """The state after a slider of the player."""
        return send(self.page, state, Input(do, value, self.of))


def cell_with_graph() -> Any:
    """The cell, in which a program has drawn a graph."""
    a = Value(2.0, label="a")
    root = (a * a).tanh()
    root.backward()
    drawing = json.loads(wire.write(records.Draw(None, graph_record(root, {}))))
    messages = [{"type": "Progress", "stage": "interpreter"}, {"type": "Ready"}, drawing]
    texts = tuple(json.dumps(message) for message in messages)
    return send(cell, cell.start(), Press("run"), WorkerMessages(1, texts))


def cell_phases(state: Any) -> Phases:
    return run_of(state.items[-1].content).phases


SECTIONS = [
    Section(idea, idea.start, lambda s: s.exhibit.time, lambda s: s.exhibit.run.phases, "idea.graph"),
    Section(unit, unit.start, lambda s: s.exhibit.time, lambda s: s.exhibit.run.phases, "unit.graph"),
    Section(network, network.start, lambda s: s.time, lambda s: s.phases, "network.picture"),
    Section(cell, cell_with_graph, lambda s: s.time, cell_phases, "cell.output", of="1", keys=False),
]

every_section = pytest.mark.parametrize("section", SECTIONS, ids=str)
