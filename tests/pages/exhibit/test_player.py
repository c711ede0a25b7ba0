"""The player: time goes where it is sent, at the speed that it is given, and can be turned round anywhere; and so in
every section.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.events import Input, Key, Press
from pages.exhibit.player import KEYS, STEP_MS, Phases, Transport, update
from pages.exhibit.run import Run, stage_in, variables_in
from pages.expression import read
from tests.pages.events import frame, rest, send
from tests.pages.exhibit.sections import SECTIONS, every_section

LENGTH = 7
presses = st.lists(
    st.one_of(st.sampled_from(["forward", "back", "play", "pause", "end"]), st.floats(0, 3000)), max_size=40
)


def after(time, press):
    match press:
        case "forward":
            return time.forward(LENGTH)
        case "back":
            return time.back()
        case "play":
            return time.play(0, LENGTH)
        case "pause":
            return time.pause()
        case "end":
            return time.play(3, LENGTH)
    return time.advance(press)


@given(presses, st.floats(0.25, 4))
def test_time_never_leaves_the_tape_and_always_comes_to_rest(history, speed):
    time = Transport(speed=speed)
    for pressed in history:
        time = after(time, pressed)
        assert 0 <= time.at <= LENGTH and 0 <= time.part < 1
        assert time.goal is None or 0 <= time.goal <= LENGTH
    for _ in range(10):
        time = time.advance(LENGTH * STEP_MS / speed)
    assert not time.moving


def run(time):
    while time.moving:
        time = time.advance(50)
    return time


def test_a_step_takes_its_time():
    time = Transport().forward(LENGTH)
    assert time.advance(STEP_MS / 4).at == 0.25
    assert Transport(speed=2).forward(LENGTH).advance(STEP_MS / 4).at == 0.5
    assert run(time) == Transport(at=1.0)


def test_a_second_press_finishes_the_step_under_way_and_takes_the_next():
    time = Transport().forward(LENGTH).advance(STEP_MS / 2).forward(LENGTH)
    assert (time.at, time.goal) == (1.0, 2.0)


def test_stepping_back_undoes_the_step_under_way_and_then_the_one_before():
    time = Transport(at=2.0).forward(LENGTH).advance(STEP_MS / 2).back()
    assert (time.at, time.goal) == (2.5, 2.0)
    assert run(run(time).back()).at == 1.0
    assert run(Transport(at=2.0).back().advance(STEP_MS / 4).back()).at == 0.0
    assert Transport().back() == Transport()


def test_playing_goes_on_from_where_we_are_and_starts_over_at_the_end():
    assert Transport(at=4.5).play(3, LENGTH).at == 4.5
    assert Transport(at=2.0).play(3, LENGTH).at == 3.0
    assert Transport(at=float(LENGTH)).play(3, LENGTH).at == 3.0


def test_reduced_motion_changes_states_without_travel():
    run = Run(read("x = Value(3.0)\ny = x * x").tape)
    stages = [stage_in(run, Transport(at=2 + part / 24))[0] for part in range(1, 24)]
    assert sorted(set(stages)) == list(range(12)) and stages == sorted(stages)  # each stage is there, in order
    for part in (0.1, 0.45, 0.99):
        time = Transport(at=2 + part)
        assert variables_in(run, time, still=True) == {"--t": "1"}  # at its end, always
        assert 0 < float(variables_in(run, time, still=False)["--t"]) < 1


# --- in every section ---


@every_section
def test_step_step_back_scrub_and_jump_agree(section):
    page, state = section.page, section.start()
    length = section.phases(state).length
    scrubbed = [page.view(section.enter(state, "timeline", str(k))) for k in range(length + 1)]
    for k in range(length):
        state = rest(page, section.press(state, "step"))
        assert section.time(state).at == k + 1 and page.view(state) == scrubbed[k + 1]
    for k in reversed(range(length)):
        state = rest(page, section.press(state, "back"))
        assert section.time(state).at == k and page.view(state) == scrubbed[k]


@every_section
def test_playing_equals_scrubbing(section):
    page, start = section.page, section.start()
    state, seen = section.press(start, "play"), 0
    while page.moving(state):
        state = frame(page, state, 130.0)
        stopped = section.press(state, "play") if page.moving(state) else state
        scrubbed = section.enter(start, "timeline", repr(section.time(state).at))
        assert page.view(stopped) == page.view(scrubbed)
        assert page.view(state)[section.figure].variables["--t"] == page.view(stopped)[section.figure].variables["--t"]
        seen += 1
    assert seen > 3 and section.time(state).at == section.phases(state).length


@pytest.mark.parametrize("section", [section for section in SECTIONS if section.keys], ids=str)
@pytest.mark.parametrize("key", KEYS)
def test_keys_do_what_buttons_do(section, key):
    page, state = section.page, section.enter(section.start(), "timeline", "1")
    by_key, by_button = send(page, state, Key(key)), section.press(state, KEYS[key])
    assert section.time(by_key) == section.time(by_button) != section.time(state)
    assert page.view(by_key) == page.view(by_button)


@every_section
def test_forward_ends_before_the_first_step_back_and_backward_goes_on_from_there(section):
    page, state = section.page, rest(section.page, section.press(section.start(), "forward"))
    phases = section.phases(state)
    assert section.time(state).at == phases.forward < phases.length
    assert section.time(rest(page, section.press(state, "backward"))).at == phases.length


@every_section
@pytest.mark.parametrize("text", ["nan", "inf", "x", "", "-3", "1e9"])
def test_a_slider_takes_nothing_but_numbers_within_its_bounds(section, text):
    state = section.start()
    for do in ("timeline", "speed"):
        time = section.time(section.enter(state, do, text))
        assert 0 <= time.at <= section.phases(state).length and 0.25 <= time.speed <= 4


def test_what_is_none_of_the_player_s_leaves_the_very_same_time():
    time = Transport(at=1.5)
    for event in (Press("link"), Input("text", "3"), Key("q"), Input("speed", "fast")):
        assert update(time, event, Phases(2, 4)) is time
