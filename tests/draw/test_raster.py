"""Rasters: the right bytes in the right order, as a PNG that another program reads back, and colors by sign."""

import io
from math import inf, nan

import pytest
from PIL import Image

from micrograd.draw.color import RAMPS, STEPS, ramp, shade, sign
from micrograd.draw.plane import grid
from micrograd.draw.raster import Raster, field


def test_a_png_is_read_back_by_another_program():
    rgba = bytes(range(2 * 3 * 4))
    picture = Image.open(io.BytesIO(Raster(2, 3, rgba).png()))
    assert (picture.size, picture.mode) == ((2, 3), "RGBA")
    assert picture.tobytes() == rgba


@pytest.mark.parametrize("theme", RAMPS)
def test_the_sign_decides_the_side_and_the_size_the_depth(theme):
    colors = ramp(theme)
    _, ground, _ = RAMPS[theme]
    assert len(colors) == 2 * STEPS + 1 and all(len(color) == 4 and color[3] == 255 for color in colors)

    def redness(score):
        red, _, blue, _ = shade(score, colors)
        return red - blue

    neutral = ground[0] - ground[2]
    assert redness(-0.9) > redness(-0.1) > neutral > redness(0.1) > redness(0.9)
    assert shade(0.0, colors) == shade(-1e-9, colors) != shade(1e-9, colors)  # as accuracy has it
    assert shade(5.0, colors) == shade(1.0, colors) == colors[-1]
    assert shade(nan, colors) == shade(inf, colors) == shade(-inf, colors) == bytes((*ground, 255))


def test_a_field_is_laid_out_row_by_row():
    colors = ramp("dark")
    picture = field([1.0, -1.0, -1.0, 1.0], 2, 2)
    assert picture.rgba == colors[-1] + colors[0] + colors[0] + colors[-1]


def test_the_grid_starts_at_the_top_left_and_rows_are_a_part_of_it():
    whole = grid(4, span=2.0)
    assert whole[0] == (-1.5, 1.5) and whole[1] == (-0.5, 1.5) and whole[-1] == (1.5, -1.5)
    assert grid(4, range(1, 3), span=2.0) == whole[4:12]


def test_zero_counts_as_positive():
    assert [sign(x) for x in (-1.0, 0.0, 2.0)] == ["negative", "positive", "positive"]
