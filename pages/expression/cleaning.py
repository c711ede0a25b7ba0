"""Text as it comes from elsewhere (a notebook, a web page, a chat, a PDF), read as what it means.

Spaces that are none, typographic quotes, minus and times signs, full-width letters, superscripts, prompts such as
`>>>` and `In [3]:`, the output below them, indented lines: all of this reads as what one would have typed.

Offers `clean(text)`, which gives a `Cleaned`: Python's text, and for each of its characters where it was.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

SIGNS = {
    **dict.fromkeys("−–—‒‐‑﹣－", "-"),
    **dict.fromkeys("×✕⨯·⋅∙∗•＊", "*"),
    **dict.fromkeys("÷∕⁄／", "/"),
}
QUOTES = {**dict.fromkeys('"“”„‟«»＂', '"'), **dict.fromkeys("'‘’‚‛′`´＇", "'")}
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+"))
BREAK = re.compile("[\n\x0b\x0c\x85\u2028\u2029]")  # where a line ends; the editor itself has only \n
INPUT = re.compile(r"\s*(?:(?:>>>|\.\.\.)(?!\S)|In ?\[\d*\]:|\.{3,}:)[ \xa0]?")
OUTPUT = re.compile(r"\s*Out ?\[\d*\]:")
MAGIC = re.compile(r"\s*[%!?]")


@dataclass(frozen=True)
class Cleaned:
    """text: for Python; places: for each of its characters, and for its end, the character in the reader's text; numbers:
    for each of its lines, the number of the reader's; magics: the reader's lines that are commands of a notebook.
    """

    text: str
    places: tuple[int, ...]
    numbers: tuple[int, ...]
    magics: tuple[int, ...]

    def line(self, number: int) -> int:
        """The number of the reader's line, for the number of a line of `text`."""
        return self.numbers[min(max(number, 1), len(self.numbers)) - 1]

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of `text` stands in the reader's."""
        first = self.places[start]
        return first, self.places[end - 1] + 1 if end > start else first


def clean(text: str) -> Cleaned:
    """The text as Python can read it. As many lines as it has, none of them indented."""
    characters: list[str] = []
    places: list[int] = []
    numbers: list[int] = []
    magics: list[int] = []
    prompted = any(INPUT.match(line) and not line.lstrip().startswith("...") for line in BREAK.split(text))
    for start, line in lines_of(text):
        number = text.count("\n", 0, start) + 1
        numbers.append(number)
        at = beginning(line, prompted)
        if at is not None and MAGIC.match(line, at):
            magics.append(number)
            at = None
        for offset, written in read_line(line, at) if at is not None else ():
            characters += written
            places += [start + offset] * len(written)
        characters.append("\n")
        places.append(start + len(line))
    return Cleaned("".join(characters[:-1]), tuple(places), tuple(numbers), tuple(magics))


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """(where it starts, the line) for each line."""
    start = 0
    for found in BREAK.finditer(text):
        yield start, text[start : found.start()]
        start = found.end()
    yield start, text[start:]


def beginning(line: str, prompted: bool) -> int | None:
    """Where a line's own text begins, behind a prompt; None for what an interpreter has printed. prompted: whether there
    are prompts in the text, so that what has none is output."""
    if prompt := INPUT.match(line):
        return prompt.end()
    return None if prompted or OUTPUT.match(line) else 0


def read_line(line: str, at: int) -> Iterator[tuple[int, str]]:
    """(where it stands, what it means) for what stands in a line from `at` on."""
    at = next((i for i in range(at, len(line)) if not is_blank(line[i])), len(line))
    quote = ""
    raised = False
    for i in range(at, len(line)):
        character = line[i]
        if quote:
            closes = QUOTES.get(character) == quote
            yield i, quote if closes else character
            quote = "" if closes else quote
        elif character == "#":  # a comment: as it is
            yield from ((k, line[k]) for k in range(i, len(line)))
            return
        elif character in QUOTES:
            quote = QUOTES[character]
            yield i, quote
        else:
            is_raised = character in SUPERSCRIPTS
            yield i, ("**" if is_raised and not raised else "") + meaning(character)
            raised = is_raised


def is_blank(character: str) -> bool:
    """Whether a character is a space, or one that cannot be seen at all (a zero-width one, a soft hyphen)."""
    return character.isspace() or unicodedata.category(character) == "Cf"


def meaning(character: str) -> str:
    """What a single character outside of strings means in Python."""
    if character.isascii() and character.isprintable():
        return character
    if character in SIGNS:
        return SIGNS[character]
    if character in SUPERSCRIPTS:
        return SUPERSCRIPTS[character]
    if is_blank(character):
        return " " if character.isspace() else ""
    if unicodedata.name(character, "").startswith("VULGAR FRACTION"):
        return repr(unicodedata.numeric(character))
    usual = unicodedata.normalize("NFKC", character)
    return usual if len(usual) == 1 and usual.isascii() else character
