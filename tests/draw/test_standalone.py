"""A picture that stands alone: every element carries the paint that the page's style sheet would give it, and nothing
in it depends on what is around it."""

import contextlib
import operator
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import MLP, Neuron, Value, draw
from micrograd.data import moons
from micrograd.draw.cascade import Place, painting
from micrograd.draw.standalone import standalone
from micrograd.draw.style import RULES, THEMES
from micrograd.draw.svg import tag
from micrograd.ops import methods

BINARY = [operator.add, operator.mul, operator.sub, operator.truediv]
UNARY = [getattr(Value, name) for name in sorted(methods())]
SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def expressions(draw_from):
    """A Value made of a few leaves by a few operations, with the gradients of a backward pass or without."""
    leaves = [Value(draw_from(st.floats(-2, 2)), label=draw_from(st.text(max_size=5))) for _ in range(3)]
    values = list(leaves)
    for _ in range(draw_from(st.integers(1, 8))):
        a, b = draw_from(st.sampled_from(values)), draw_from(st.sampled_from(values))
        op = draw_from(st.sampled_from([*BINARY, *UNARY]))
        with contextlib.suppress(ValueError, ArithmeticError):  # the log of 0, and the like
            values.append(op(a, b) if op in BINARY else op(a))
    if draw_from(st.booleans()):
        values[-1].backward()
    return values[-1]


def pictures(theme="auto"):
    model = MLP(2, [3, 1], activation="tanh")
    return {
        "graph": draw.graph(model([1.0, 2.0]), model=model, theme=theme),
        "neuron": draw.neuron(Neuron(2), [1.0, 2.0], theme=theme),
        "network": draw.network(model, [1.0, 2.0], theme=theme),
        "boundary": draw.boundary(model, moons(10), theme=theme),
        "points": draw.points(moons(10), theme=theme),
        "loss": draw.loss([3.0, 2.0, 1.0], theme=theme),
    }


def ids(text):
    return re.findall(r'\sid="([^"]*)"', text)


def check_alone(text):
    root = ET.fromstring(text)
    for element in root.iter():
        assert element.tag != f"{SVG}style"
        assert element.get("class") is None
        assert element is root or element.get("style") is None
        assert not [value for value in element.attrib.values() if "var(" in value]
    assert not ids(text)


@given(expressions(), st.sampled_from(["auto", "light", "dark"]))
def test_the_picture_of_any_expression_depends_on_nothing_around_it(root, theme):
    check_alone(str(draw.graph(root, theme=theme)))


@pytest.mark.parametrize("kind", pictures())
@pytest.mark.parametrize("theme", ["auto", *THEMES])
def test_every_kind_of_picture_depends_on_nothing_around_it(kind, theme):
    check_alone(str(pictures(theme)[kind]))


@pytest.mark.parametrize("kind", pictures())
def test_every_shape_says_how_it_is_filled(kind):
    """What says nothing is black, in a viewer that knows no style sheets."""
    for element in ET.fromstring(str(pictures()[kind])).iter():
        if element.tag.removeprefix(SVG) in ("rect", "circle", "path", "ellipse", "polygon"):
            assert element.get("fill") is not None, ET.tostring(element)


@given(expressions())
def test_the_words_are_text_alone_and_name_the_root(root):
    drawing = draw.graph(root, {"root": root})
    if not root.label:
        assert "root" in drawing.words
    boxes = [box for box in ET.fromstring(str(drawing)).iter() if box.get("data-node")]
    assert len(drawing.words.splitlines()) >= (1 + len(boxes) if len(boxes) <= 12 else 1)
    assert "&amp;" not in drawing.words and "<svg" not in drawing.words


@given(expressions(), expressions())
def test_pictures_on_one_page_have_no_id_in_common(one, other):
    page = "".join(str(draw.graph(root, theme=theme)) for root in (one, other) for theme in THEMES)
    assert len(ids(page)) == len(set(ids(page)))


GRADIENT = '<linearGradient id="g"></linearGradient><rect fill="url(#g)" id="unused"></rect><use href="#g"></use>'


def referring(label):
    return f'<svg viewBox="0 0 9 9" aria-label="{label}">{GRADIENT}<animate begin="g.click;1.5s"></animate></svg>'


@given(st.lists(st.sampled_from("abcd"), min_size=2, max_size=2, unique=True), st.sampled_from(sorted(THEMES)))
def test_pictures_share_no_id_and_each_has_the_same_ids_every_time(labels, theme):
    one, other = (standalone(referring(label), theme) for label in labels)
    assert len(ids(one)) == len(ids(other)) == 1 and not set(ids(one)) & set(ids(other))
    name = ids(one)[0]
    assert f"url(#{name})" in one and f'href="#{name}"' in one and f'begin="{name}.click;1.5s"' in one
    assert one == standalone(referring(labels[0]), theme)
    assert ids(one) != ids(standalone(referring(labels[0]), "light" if theme == "dark" else "dark"))


def test_a_style_over_a_rule_over_an_attribute():
    def stroke(**attributes):
        path = ET.fromstring(standalone(tag("svg", tag("path", **attributes)), "light"))[0]
        return path.get("stroke"), path.get("stroke-width")

    colors = THEMES["light"]
    assert stroke(stroke="red") == ("red", None)
    assert stroke(stroke="red", class_="wire") == (colors["line"], "2")
    assert stroke(class_="wire known link") == (colors["data-wire"], "1.5")
    assert stroke(class_="wire known", style="stroke-width:5.5px;stroke:blue") == ("blue", "5.5")


def luminance(color):
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def texts(element, fill="#000000"):
    """(words, color) of each text in an element, which has its color from the elements around it if not from itself."""
    fill = element.get("fill", fill)
    if element.tag == f"{SVG}text":
        yield "".join(element.itertext()), fill
    for child in element:
        yield from texts(child, fill)


@given(expressions(), st.sampled_from(["auto", *THEMES]))
def test_every_text_can_be_read_on_every_ground_of_its_theme(root, theme):
    colors = THEMES["light" if theme == "auto" else theme]
    grounds = [luminance(colors[name]) for name in ("panel", "sunken", "ground")]
    for words, color in texts(ET.fromstring(str(draw.graph(root, theme=theme)))):
        for ground in grounds:
            high, low = sorted((luminance(color), ground), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, words


def test_what_a_title_says_is_said_once():
    svg = standalone(tag("svg", tag("g", tag("title", "a box"), aria_label="a box"), aria_label="a graph"), "light")
    assert svg.count("a box") == 1 and 'aria-label="a graph"' in svg


def test_animations_keep_what_they_do_and_get_their_colors():
    moving = tag("animate", attributeName="fill", to="var(--data)", fill="freeze", begin="0.5s", dur="2s")
    svg = ET.fromstring(standalone(tag("svg", tag("rect", moving, fill="var(--leaf)")), "dark"))
    (found,) = svg.iter(f"{SVG}animate")
    assert found.attrib == {
        "attributeName": "fill",
        "to": THEMES["dark"]["data"],
        "fill": "freeze",
        "begin": "0.5s",
        "dur": "2s",
    }


def test_what_is_inherited_is_written_once():
    inside = tag("g", tag("text", "a"), tag("text", "b", font_size="9"), font_size="14", fill="var(--text)")
    svg = standalone(tag("svg", inside), "dark")
    assert svg.count(THEMES["dark"]["text"]) == 1
    assert '<text font-family="' in svg and 'font-size="9"' not in svg  # a rule beats the attribute


def test_a_rule_of_more_classes_wins_wherever_it_stands():
    assert painting((Place("svg"), Place("text"))) == {
        "font-family": "var(--mono)",
        "font-size": "14px",
        "fill": "var(--text)",
    }
    box = (Place("svg"), Place("g", frozenset({"box", "leaf"})))
    assert painting((*box, Place("text", frozenset({"name"}))))["fill"] == "var(--leaf)"
    assert painting((*box, Place("g"), Place("rect", frozenset({"body"}))))["stroke"] == "var(--leaf)"
    assert painting((*box, Place("rect", frozenset({"other"})))) == {}


def test_the_rules_ask_for_nothing_that_the_cascade_does_not_know():
    for line in RULES.strip().splitlines():
        assert not set(line.split("{")[0]) & set("#>+~[]*"), line
        assert "!" not in line, line
