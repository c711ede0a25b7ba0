"""A Target is one value, in the markup one text."""

import pytest

from pages.targets import Target, format_target, parse_target

TEXTS = {
    "box.3": Target("box", 3),
    "neuron.2.1": Target("neuron", 2, 1),
    "edge.1.2.b": Target("edge", 1, 2, None),
    "plane": Target("plane"),
    "2.box.0": Target("box", 0, of=2),
    "12.edge.0.1.b": Target("edge", 0, 1, None, of=12),
}


@pytest.mark.parametrize("text, target", TEXTS.items(), ids=str)
def test_a_target_is_written_and_read_back(text, target):
    assert format_target(target) == text and parse_target(text) == target


def test_targets_are_values_and_tell_exhibits_apart():
    assert len({Target("box", 1), Target("box", 1), Target("box", 1, of=1), Target("line", 1)}) == 3


@pytest.mark.parametrize("text", ["", ".", "1", "²", "box.²", "1.", "box..3"])
def test_any_text_is_some_target(text):
    assert format_target(parse_target(text)) == text
