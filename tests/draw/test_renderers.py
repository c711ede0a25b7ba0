"""PNG: made by whatever is there, in words where nothing is, and the picture that was meant."""

import io

import pytest
from PIL import Image

from micrograd import Value, draw
from micrograd.draw import renderers
from micrograd.draw.renderers import QUICK, RENDERERS, NoRenderer, png
from micrograd.draw.style import THEMES

DRAWING = draw.graph(Value(2.0, label="a") * Value(3.0, label="b"), theme="dark")


def here(render):
    try:
        return bool(render(str(DRAWING), DRAWING.size, 1.0))
    except (ImportError, FileNotFoundError):
        return False


HERE = [render for render in RENDERERS if here(render)]


def colors(data):
    image = Image.open(io.BytesIO(data)).convert("RGBA")
    return image.size, {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b, a) in image.getcolors(1 << 24) if a == 255}


def test_the_tests_have_a_quick_renderer_and_a_browser():
    assert {"resvg_py", "chromium"} <= {render.__name__ for render in HERE}


@pytest.mark.parametrize("render", HERE, ids=lambda render: render.__name__)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_renderer_that_is_here_draws_the_same_picture(render, scale):
    size, seen = colors(png(str(DRAWING), DRAWING.size, [render], scale=scale))
    assert size == pytest.approx([side * scale for side in DRAWING.size], abs=1)
    assert {THEMES["dark"][name] for name in ("panel", "sunken", "leaf", "data-wire")} <= seen


def test_a_picture_is_saved_as_png(tmp_path):
    path = DRAWING.save(tmp_path / "picture.PNG")
    size, _ = colors(path.read_bytes())
    assert size == pytest.approx([2 * side for side in DRAWING.size], abs=1)


def test_a_png_has_an_end_where_a_picture_has_none(monkeypatch, tmp_path):
    scales = []

    def pretending(svg, size, scale):
        scales.append(scale)
        assert size[0] * scale <= 16_000 and size[0] * size[1] * scale**2 <= 6.001e7
        return renderers.SIGNATURE

    monkeypatch.setattr(renderers, "QUICK", [pretending])
    monkeypatch.setattr(renderers, "RENDERERS", [pretending])
    x = Value(1.0)
    for _ in range(200):
        x = x.tanh()
    long = draw.graph(x)
    assert long.size[0] > 16_000 and "image/png" not in long._repr_mimebundle_()[0]
    long.save(tmp_path / "long.png")
    assert "image/png" in DRAWING._repr_mimebundle_()[0]
    assert len(scales) == 2 and scales[0] < 1 and scales[1] == 1.5


def test_where_nothing_renders_the_error_says_what_could_and_a_notebook_gets_svg_and_words(monkeypatch, tmp_path):
    monkeypatch.setattr(renderers, "RENDERERS", ())
    monkeypatch.setattr(renderers, "QUICK", ())
    with pytest.raises(NoRenderer, match=r"nothing here makes a PNG.*pip install resvg-py.*\.svg"):
        DRAWING.save(tmp_path / "picture.png")
    assert not (tmp_path / "picture.png").exists()
    assert set(DRAWING._repr_mimebundle_()[0]) == {"image/svg+xml", "text/plain"}


def test_a_renderer_that_fails_gives_way_to_the_next_one_and_says_why_if_there_is_none():
    def broken(svg, size, scale):
        raise RuntimeError("out of paper")

    def confused(svg, size, scale):
        return b"GIF89a"

    def missing(svg, size, scale):
        raise FileNotFoundError("it")

    assert png(str(DRAWING), DRAWING.size, [missing, broken, confused, *QUICK]).startswith(b"\x89PNG")
    with pytest.raises(NoRenderer, match="broken: out of paper; confused made something else"):
        png(str(DRAWING), DRAWING.size, [missing, broken, confused])
