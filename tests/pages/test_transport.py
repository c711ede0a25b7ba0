"""Time: it goes where it is sent, at the speed it is told, and can be turned round anywhere."""

from hypothesis import given
from hypothesis import strategies as st

from pages.transport import STEP_MS, Transport

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
    for press in history:
        time = after(time, press)
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
    assert Transport(at=2.5).variables(still=True) == {"--t": "0"}
    assert Transport(at=2.5).variables(still=False) == {"--t": "0.500"}
