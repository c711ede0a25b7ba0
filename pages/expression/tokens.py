"""A first look at the reader's text, before Python's parser sees it: characters, words, brackets, lengths.

A parser is a program that calls itself, and a text can be built to make it call itself too often. Here every such
text is turned away, by one pass of a regular expression.

Offers `check_tokens(text)`.
"""

import keyword
import re

from .problem import Problem, allowed

MOST_CHARACTERS = 4_000
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
        raise Problem(1, f"this text has {len(text):,} characters", f"At most {MOST_CHARACTERS:,} fit in here")
    line, depth, operators, at = 1, 0, 0, 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise Problem(line, f"the character {visible(text[at])} has no place here")
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
    """Problem, for a word with which Python does something that has no place here."""
    if keyword.iskeyword(name):
        raise Problem(line, f"'{name}' has no place here")
    if name.startswith("__"):
        raise Problem(
            line, f"the name {name[:40]} has no place here", "Names may not begin with two underscores. " + allowed()
        )


def visible(character: str) -> str:
    """A character that may not be one that can be seen."""
    return f"'{character}'" if character.isprintable() else f"U+{ord(character):04X}"
