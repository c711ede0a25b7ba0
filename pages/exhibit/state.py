"""What an exhibit remembers, and what a section's exhibit offers.

Offers `Exhibit`, `Offers` and `with_run`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, get_args

from micrograd.draw.geometry import Flow
from micrograd.draw.svg import Markup
from micrograd.tape import Tape

from ..environment import Environment
from ..targets import Target
from .drag import Pull
from .listing import Listing
from .player import Transport
from .run import Run, moment_in
from .tools.faults import run_with
from .tools.nudge import Nudge
from .tools.predict import Predict

LEAST_ZOOM, MOST_ZOOM = 0.05, 2.5  # how far a figure can be zoomed
NOTHING = Markup()

Part: TypeAlias = Literal[
    "kin",  # what has nothing to do with the box that is pointed at fades
    "paths",  # the facts of a box say along which paths its gradient comes
    "walk",  # the figure is one stop of the Tab key, and arrows walk in it
    "zoom",
    "engine",  # the views of the listing
    "program",
    "wasm",
    "nudge",  # the tools
    "faults",
    "predict",
]
Operands: TypeAlias = tuple[tuple[int, ...], ...]  # of each node of a graph


@dataclass(frozen=True, eq=False)
class Offers:
    """What a section's exhibit offers: said here and nowhere else.

    page        the section's name, with which its ids begin
    parts       what there is beside the figure and its player
    flow        how a graph is laid out: from its operands, and what is known of the screen
    label       what the figure is called, from the name of its root
    titles      of a caption, forward and backward; start: the caption before the first step
    hint        what stands in the place of the facts while nothing is pointed at
    showcases   {fault: the title of a graph on which it shows}
    tabs        {key: title} of what the section itself has beside the tools, in tabs before theirs
    """

    page: str
    flow: Callable[[Operands, Environment], Flow]
    parts: frozenset[Part] = frozenset()
    label: Callable[[str], str] = "The graph of {}".format
    titles: Mapping[str, str] = field(default_factory=lambda: {"forward": "Forward", "backward": "Backward"})
    start: Markup = NOTHING
    hint: Markup = NOTHING
    showcases: Mapping[str, str] = field(default_factory=dict)
    tabs: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = self.parts - set(get_args(Part))
        if unknown:
            raise ValueError(f"no part of an exhibit: {', '.join(unknown)}; there are {', '.join(get_args(Part))}")

    @property
    def views(self) -> tuple[str, ...]:
        """The views of the listing."""
        return tuple(part for part in ("engine", "program", "wasm") if part in self.parts)

    @property
    def tools(self) -> tuple[str, ...]:
        """The tools, and what the section has beside them, in the order of their tabs."""
        return (*self.tabs, *(part for part in ("nudge", "faults", "predict") if part in self.parts))


@dataclass(frozen=True)
class Exhibit:
    """origin: the graph as the engine runs it; fault: what is wrong with the engine that runs it here, '' for nothing;
    time: where on its tape we are; look: the box or line that is pointed at; inspected: the box whose facts stay to be
    read when the pointer has gone on, to the player for example; stop: the box to which the Tab key comes;
    pull: the number that a hand changes; zoom: of the figure, None:
    as it comes (see figure.py); tool: whose panel was opened, '' while none was chosen.
    The rest belongs to the parts of these names.
    """

    offers: Offers
    origin: Run
    fault: str = ""
    time: Transport = Transport()
    look: Target | None = None
    inspected: int | None = None
    stop: int = 0
    pull: Pull | None = None
    zoom: float | None = None
    tool: str = ""
    listing: Listing = Listing()
    nudge: Nudge = Nudge()
    predict: Predict = Predict()
    env: Environment = Environment()

    @property
    def run(self) -> Run:
        """The graph as it is shown: run on the engine with the fault, if there is one."""
        return run_with(self.origin, self.fault)

    @property
    def tape(self) -> Tape:
        return self.run.tape

    @property
    def length(self) -> int:
        return self.run.length

    @property
    def moving(self) -> bool:
        return self.time.moving or self.nudge.wave is not None

    @property
    def box(self) -> int | None:
        """The box that is pointed at."""
        match self.look:
            case Target("box", (int(index),)) if index < len(self.origin.tape.nodes):
                return index
        return None

    @property
    def tools_in_use(self) -> tuple[str, ...]:
        """The tools that change what the figure shows."""
        used = {"nudge": self.nudge.node is not None, "faults": bool(self.fault), "predict": self.predict.on}
        return tuple(tool for tool in self.offers.tools if used.get(tool))

    @property
    def open_tool(self) -> str:
        """The tool whose panel is open: the one that was chosen, else one that is in use, else the first."""
        return self.tool or next(iter((*reversed(self.tools_in_use), *self.offers.tools)), "")

    @property
    def moment(self) -> "Exhibit":
        """The exhibit as if any stage under way were half done, and so any wave: what is seen but for what travels.

        Two frames in which only time moves, within one stage, have equal moments.
        """
        wave = self.nudge.wave
        nudge = self.nudge if wave is None else replace(self.nudge, wave=int(wave) + 0.5)
        return replace(self, time=moment_in(self.run, self.time), nudge=nudge)


def with_run(exhibit: Exhibit, run: Run) -> Exhibit:
    """The exhibit of another run: at the same place on the tape if the graph is the same but for its numbers, else in
    the same phase.
    """
    moved = replace(
        exhibit,
        origin=run,
        nudge=replace(exhibit.nudge, wave=None, checked=frozenset()),
        predict=replace(exhibit.predict, reply=""),
    )
    if run.same_graph(exhibit.origin):
        return moved
    time, before = exhibit.time, exhibit.tape
    at = moved.length if time.at >= len(before.steps) else moved.tape.forward if time.at >= before.forward else 0
    return replace(
        moved,
        time=time.jump(at if before.forward else 0),
        look=None,
        inspected=None,
        stop=0,
        zoom=None,
        pull=None,
        listing=replace(exhibit.listing, picked=None),
        nudge=replace(moved.nudge, node=None),
        predict=replace(moved.predict, guess=""),
    )
