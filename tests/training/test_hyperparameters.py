"""What is chosen before training: checked, complete, and the one rule that draws batches from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd.optim import OPTIMIZERS
from micrograd.training.hyperparameters import Hyperparameters, defaults
from micrograd.training.sampling import batch, steps_per_epoch, takes_all


def test_batches_follow_from_seed_and_step_and_repeat_no_sample():
    one, two = Hyperparameters(batch_size=10, seed=1), Hyperparameters(batch_size=10, seed=2)
    assert batch(one, 0, 100) == batch(one, 0, 100) != batch(two, 0, 100)
    assert batch(one, 0, 100) != batch(one, 1, 100)
    assert len(set(batch(one, 5, 100))) == 10 and set(batch(one, 5, 100)) <= set(range(100))


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 5), st.integers(0, 99))
def test_an_epoch_looks_at_every_sample_once(n, size, epoch, seed):
    how = Hyperparameters(batch_size=size, seed=seed)
    per = steps_per_epoch(how, n)
    batches = [batch(how, epoch * per + k, n) for k in range(per)]
    assert sorted(i for rows in batches for i in rows) == list(range(n))
    assert all(len(rows) == min(size, n) for rows in batches[:-1]) and 0 < len(batches[-1]) <= size


@pytest.mark.parametrize("size", [100, 1000])
def test_a_batch_as_large_as_the_data_is_all_of_them_in_order(size):
    how = Hyperparameters(batch_size=size)
    assert takes_all(how, 100) and list(batch(how, 7, 100)) == list(range(100))
    assert not takes_all(Hyperparameters(batch_size=99), 100)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_not_chosen_of_an_optimizer_s_settings_has_its_default(optimizer):
    assert Hyperparameters(optimizer=optimizer).settings == defaults(optimizer)
    for name in defaults(optimizer):
        assert Hyperparameters(optimizer=optimizer, options=((name, 0.25),)).settings[name] == 0.25


@pytest.mark.parametrize(
    "what, why",
    [
        ({"batch_size": 0}, "at least one sample, not a batch of 0"),
        ({"optimizer": "SDG"}, "no optimizer 'SDG': choose one of SGD"),
        ({"options": (("betas", (0.9, 0.9)),)}, "SGD has no setting 'betas'; it has none"),
    ],
)
def test_what_cannot_be_is_an_error_that_says_what_can(what, why):
    with pytest.raises(ValueError, match=why):
        Hyperparameters(**what)
