"""A first look at the reader's text, before Python's parser sees it: characters, words, brackets, lengths.

A parser is a program that calls itself, and a text can be built to make it call itself too often. Here every such
text is turned away, by one pass of a regular expression.

Offers `check_tokens(text)`.
"""

import keyword
import re

from .problem import Problem, allowed

MOST_CHARACTERS = 20_000
IMPORTS = ("import", "from", "as")  # such a line is left out, and said to be
MOST_BRACKETS = 40  # within each other
MOST_OPERATORS = 300  # in one statement

TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*) | (?P<string>'[^'\n]*'|"[^"\n]*") | (?P<name>[^\W\d]\w*) | (?P<number>\d[\w.]*)
      | (?P<open>[(\[{]) | (?P<close>[)\]}]) | (?P<newline>[\n;]) | (?P<space>[ \t]+) | (?P<operator>\*\*|//|[-+*/.%@&|^~<>=!,:])""",
    re.VERBOSE,
)


def check_tokens(text: str) -> None:
    """Problem, if this is no text to give to a parser."""
    if len(text) > MOST_CHARACTERS:
        line = text.count("\n", 0, MOST_CHARACTERS) + 1
        raise Problem(
            line,
            f"this text has {len(text):,} characters",
            f"Up to here there are {MOST_CHARACTERS:,}, which is the most that can be read",
        )
    line, depth, operators, at = 1, 0, 0, 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise Problem(line, f"the character {visible(text[at])} is not supported here")
        at = found.end()
        match found.lastgroup:
            case "newline":
                line += found[0] == "\n"
                operators = operators if depth else 0
            case "open":
                depth += 1
                operators += 1
                if depth > MOST_BRACKETS:
                    raise Problem(
                        line,
                        f"more than {MOST_BRACKETS} brackets stand within each other",
                        "Give a part of it a name of its own",
                    )
            case "close":
                depth = max(depth - 1, 0)
            case "operator":
                operators += 1
            case "name":
                check_word(line, found[0])
        if operators > MOST_OPERATORS:
            raise Problem(
                line,
                f"there are more than {MOST_OPERATORS} operators in one statement",
                "Give a part of it a name of its own",
            )


def check_word(line: int, name: str) -> None:
    """Problem, for a word with which Python does something that is not supported here."""
    if name in ("def", "class", "return"):
        raise Problem(
            line,
            f"'{name}' is not supported here",
            "The engine is there already: only lines that use it are needed. " + allowed(),
        )
    if keyword.iskeyword(name) and name not in IMPORTS:
        raise Problem(line, f"'{name}' is not supported here")
    if name.startswith("__"):
        raise Problem(
            line,
            f"the name {name[:40]} is not supported here",
            "Names may not begin with two underscores. " + allowed(),
        )


def visible(character: str) -> str:
    """A character that may not be one that can be seen."""
    return f"'{character}'" if character.isprintable() else f"U+{ord(character):04X}"
