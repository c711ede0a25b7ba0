"""pyscript.toml: the files the page loads into Python, kept equal to the files on disk."""

import json
import tomllib

from tools.project import Project, Trouble, say, write_if_changed

HEAD = "[files]\n"


def listed(project: Project) -> dict[str, str]:
    """The [files] table: where a file is fetched from -> where Python finds it."""
    files: dict[str, str] = tomllib.loads((project.root / "pyscript.toml").read_text("utf-8")).get("files", {})
    return files


def wanted(project: Project) -> dict[str, str]:
    """What the table has to say."""
    return {path: path for path in project.python_files()}


def check(project: Project) -> None:
    """Trouble, if a file was added, renamed or removed and the table does not know."""
    have, want = set(listed(project).values()), set(wanted(project).values())
    if listed(project) == wanted(project):
        return
    lines = [f"  missing in it   {path}" for path in sorted(want - have)]
    lines += [f"  not on disk     {path}" for path in sorted(have - want)]
    raise Trouble(
        "The [files] table of pyscript.toml does not match the files on disk:\n"
        + "\n".join(lines)
        + "\nTo rewrite it: python3 -m tools files"
    )


def rewrite(project: Project) -> None:
    """Write the table anew; everything above it stays as it is."""
    path = project.root / "pyscript.toml"
    before, head, _ = path.read_text("utf-8").partition(HEAD)
    if not head:
        raise Trouble("pyscript.toml has no line [files]; add one at its end.")
    lines = [f"{json.dumps(source)} = {json.dumps(target)}\n" for source, target in wanted(project).items()]
    changed = write_if_changed(path, (before + HEAD + "".join(lines)).encode())
    say(f"pyscript.toml lists {len(lines)} files{'' if changed else ', as before'}.")
