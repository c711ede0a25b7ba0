"""What is known of a box, and how the keys walk from one to the next."""

from pages import idea
from tests.pages.events import look
from tests.pages.exhibit.graphs import at, effects, key, place, show


def test_paths_to_the_root_and_their_sum_are_listed_once_the_gradient_is_whole():
    state = show("square")
    x = place(state, "x")

    def facts(k):
        return idea.view(look(idea, at(state, k), f"box.{x}"))["idea.look"]

    assert "ways" not in facts(2) and "2 paths lead" in facts(3) and "3.0 + 3.0 = 6.0" in facts(3)


def test_arrows_walk_along_the_wires():
    state = idea.start()

    def goes(name, on):
        asked = effects(state, key(name, f"box.{place(state, on)}"))
        return state.exhibit.tape.nodes[int(asked[0].id.split("-")[-1])].name if asked else None

    assert goes("ArrowRight", "a") == "a + b" and goes("ArrowRight", "a + b") == "L" and goes("ArrowRight", "L") is None
    assert goes("ArrowLeft", "L") == "a + b" and goes("ArrowLeft", "a + b") == "a" and goes("ArrowLeft", "a") == "b"
    assert goes("ArrowDown", "a + b") == "c" and goes("ArrowUp", "a + b") == "c"
    assert goes("Home", "L") == "a" and goes("End", "a") == "L"


def test_a_box_that_is_not_there_is_not_pointed_at():
    state = show("square")
    assert look(idea, state, "box.99").exhibit.look is None
    assert look(idea, look(idea, state, "box.0"), "edge.1.2.3").exhibit.look is None
