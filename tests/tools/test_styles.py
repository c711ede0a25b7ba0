"""The style sheets: joined as the page names them, their measures taken from tokens.css, their widths from pages/breakpoints.py."""

import re

import pytest

from micrograd.draw.style import THEMES
from pages import breakpoints
from pages.environment import Environment
from tools import inline, styles
from tools.project import Project, Trouble

ROOT = Project().root
SHEETS = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "assets" / "css").glob("*.css"))]
OTHERS = [name for name in SHEETS if not name.endswith("/tokens.css")]
# Set on an element by what draws it: by pages/, or by a picture of the package.
BY_PYTHON = {
    "--indent",
    "--t",
    "--from",
    "--span",
    "--dim",
    "--zoom",
    "--high",
    "--wide",
    "--w",
    "--dark-picture",
    "--light-picture",
}


def text(name: str) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)


def declarations(name: str) -> list[tuple[str, str]]:
    """Every (property, value) of a sheet."""
    found = re.findall(r"^ +([\w-]+):\s*([^;{}]+);$", text(name), flags=re.MULTILINE)
    assert found
    return found


# --- joining ---


def read(**sheets: str):
    return {f"assets/css/{name}.css": sheet for name, sheet in sheets.items()}


def test_two_sheets_literally():
    sheets = read(
        one="/* why */\na {\n  src: url('../vendor/f.woff2');\n}\n\n/* --- */\n",
        two="@media (--small) {\n  b {\n    fill: url(#x);\n  }\n}\n@media print {\n}\n",
    )
    assert styles.joined(sheets, sheets.get, {"--small": "(max-width: 1rem)"}) == (
        "a {\nsrc: url(assets/vendor/f.woff2);\n}\n@media (max-width: 1rem) {\nb {\nfill: url(#x);\n}\n}\n@media print {\n}"
    )


def test_a_condition_that_nobody_defined_is_refused_and_the_known_ones_are_named():
    sheets = read(one="@media (--smal) { a { top: 0 } }")
    with pytest.raises(Trouble, match=r"assets/css/one\.css says @media \(--smal\).*It has: --small"):
        styles.joined(sheets, sheets.get, {"--small": "print"})


def test_a_sheet_that_would_end_itself_is_refused():
    sheets = read(one="a { content: '</STYLE>' }")
    with pytest.raises(Trouble, match="</style"):
        styles.joined(sheets, sheets.get, {})


def test_the_page_names_every_sheet_once_and_the_tokens_first():
    named = inline.STYLE.findall((ROOT / "index.html").read_text("utf-8"))
    assert sorted(named) == SHEETS and named[0] == "assets/css/tokens.css"


def test_the_built_page_has_one_style_of_its_own_beside_the_colors(built):
    page = (built.site / "index.html").read_text("utf-8")
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert all(rule in style for rule in ("\n.workshop {", "\n.cell {", "url(assets/vendor/fonts/"))
    assert "(--" not in re.sub(r"var\(--", "", style)


# --- how they are written ---


@pytest.mark.parametrize("name", SHEETS)
def test_there_is_one_declaration_a_line_and_one_selector(name):
    for line in text(name).splitlines():
        assert line.count(";") <= 1 and line.count("{") + line.count("}") <= 1, line
        if line.endswith("{") and not line.lstrip().startswith("@"):
            outside = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^]]*\]", "", line)
            assert "," not in outside, line


SPACE = re.compile(r"(?:padding|margin|gap|row-gap|column-gap)(?:-\w+)?")


@pytest.mark.parametrize("name", OTHERS)
def test_space_type_corners_and_durations_are_tokens(name):
    """Lengths in em follow the text that they stand in; what is inside clamp() grows with the window."""
    for prop, value in declarations(name):
        plain = re.sub(r"clamp\([^()]*(?:\([^()]*\)[^()]*)*\)", "", value)
        if SPACE.fullmatch(prop) or prop in ("font", "font-size"):
            assert not re.search(r"[\d.]rem", plain), (prop, value)
        if prop == "border-radius":
            assert value.startswith("var(--radius-"), value
        if prop.startswith("transition"):
            assert not re.search(r"\d\s*m?s\b", value), value


@pytest.mark.parametrize("name", SHEETS)
def test_every_variable_that_a_sheet_uses_is_set_somewhere(name):
    local = {prop for sheet in SHEETS for prop, _ in declarations(sheet) if prop.startswith("--")}
    known = local | {f"--{color}" for color in THEMES["dark"]} | {"--mono"} | BY_PYTHON
    assert set(re.findall(r"var\((--[\w-]+)", text(name))) <= known


def test_every_token_is_used():
    used = {word for sheet in SHEETS for word in re.findall(r"var\((--[\w-]+)", text(sheet))}
    assert {prop for prop, _ in declarations("assets/css/tokens.css") if prop.startswith("--")} <= used


# --- the widths at which the layout changes ---


@pytest.mark.parametrize("name", SHEETS)
def test_no_sheet_has_a_width_of_its_own(name):
    for condition in re.findall(r"@media ([^{]*)\{", text(name)):
        assert not re.search(r"\d", condition), condition


def test_every_named_condition_is_used_by_a_sheet():
    used = {word for name in SHEETS for word in re.findall(r"@media \((--[\w-]+)\)", text(name))}
    assert used == set(breakpoints.MEDIA)


def test_python_compares_the_window_s_width_with_no_number_of_its_own():
    sources = {path: path.read_text("utf-8") for path in (ROOT / "pages").rglob("*.py")}
    assert len(sources) > 20
    assert [str(path) for path, source in sources.items() if re.search(r"\bwidth\s*[<>]=?\s*\d", source)] == []


def test_the_page_is_narrow_for_python_at_the_very_width_at_which_it_is_for_the_style_sheets():
    rem = float(re.fullmatch(r"\(max-width: ([\d.]+)rem\)", breakpoints.MEDIA["--narrow"])[1])
    width = round(rem * breakpoints.PIXELS_PER_REM)
    assert Environment(width=width).narrow and not Environment(width=width + 1).narrow
