"""The page's style sheets, as one: joined in the order in which the page names them, without comments, and complete.

Offers `joined` and `media`. A sheet may say `@media (--narrow)`: such a name is replaced by its condition, which
pages/breakpoints.py has, so that the widths at which the layout changes are written down once, for Python and CSS.
"""

import re
import runpy
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from tools.project import Project, Trouble

URL = re.compile(r'url\(\s*["\']?(?!data:|#)([^)"\']+)["\']?\s*\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANK = re.compile(r"\n\s*")
NAMED_CONDITION = re.compile(r"(?<=@media )\((--[\w-]+)\)")


def media(project: Project) -> dict[str, str]:
    """The conditions of @media by name, read anew from the project's own pages/breakpoints.py."""
    conditions: dict[str, str] = runpy.run_path(str(project.root / "pages" / "breakpoints.py"))["MEDIA"]
    return conditions


def joined(names: Iterable[str], read: Callable[[str], str], conditions: Mapping[str, str]) -> str:
    """One style sheet of those with these `names`; `read(name)` gives the text of one. Names are relative to the page.

    Trouble, if a sheet would end itself early in the page, or names a condition that `conditions` does not have.
    """
    return "\n".join(_as_in_page(name, read(name), conditions) for name in names)


def _as_in_page(name: str, sheet: str, conditions: Mapping[str, str]) -> str:
    """One style sheet as it reads in the page: what it asks for is named relative to the page, not to the sheet."""
    if "</style" in sheet.lower():
        raise Trouble(f"{name} contains </style, which would end it early in the page.")

    def condition(match: re.Match[str]) -> str:
        if match[1] not in conditions:
            known = ", ".join(conditions) or "none"
            raise Trouble(
                f"{name} says @media ({match[1]}), which pages/breakpoints.py does not have. It has: {known}."
            )
        return conditions[match[1]]

    def address(match: re.Match[str]) -> str:
        return f"url({_beside(PurePosixPath(name).parent, match[1])})"

    sheet = BLANK.sub("\n", COMMENT.sub("", sheet)).strip()
    return URL.sub(address, NAMED_CONDITION.sub(condition, sheet))


def _beside(folder: PurePosixPath, address: str) -> str:
    """A relative address from a file in `folder`, seen from the page: ../vendor/f in assets/css is assets/vendor/f."""
    parts: list[str] = []
    for part in (folder / address).parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
