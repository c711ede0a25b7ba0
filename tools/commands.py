"""The commands, their options, and what each of them sets up first."""

import argparse

from tools.project import Project, Trouble, say

COMMANDS = {
    "run": "set up, build and serve the page on this machine; also leaves dist/micrograd.html",
    "test": "set up, build, run the linters, the type checker and all tests; with further arguments: pytest with them",
    "lint": "run the linters and the type checker alone",
    "bundle": "make dist/micrograd.html, the whole page in one file that needs no network",
    "build": "make dist/site/, a folder to put on any static host",
    "shots": "take pictures of every section into dist/shots/",
    "bench": "measure how fast the page trains, beside others, into dist/bench/",
    "files": "rewrite what is made from other files: the [files] table of pyscript.toml, and docs/reference/",
}


def parser() -> argparse.ArgumentParser:
    """The command line, with --help."""
    top = argparse.ArgumentParser(prog="python3 -m tools", description="micrograd, in motion: its tools.")
    commands = top.add_subparsers(dest="command", metavar="command", required=True)
    for name, purpose in COMMANDS.items():
        one = commands.add_parser(name, help=purpose, description=purpose)
        if name == "run":
            one.add_argument("--port", type=int, default=8000, help="where to serve; if taken, the next one (8000)")
            one.add_argument("--no-browser", action="store_true", help="do not open a browser")
        if name == "lint":
            one.add_argument("--fix", action="store_true", help="first mend and format what ruff can")
        if name == "bench":
            one.add_argument("--boot", action="store_true", help="how soon the page is there, instead")
            one.add_argument("--answers", action="store_true", help="how soon The Idea answers, instead")
        if name == "shots":
            one.add_argument("names", nargs="*", help="only the pictures whose name begins so")
    return top


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code."""
    options, further = parser().parse_known_args(arguments)
    if further and options.command != "test":
        parser().error(f"{options.command} does not know {' '.join(further)}")
    try:
        return run(options, further, arguments)
    except Trouble as trouble:
        say(f"\n{trouble}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def run(options: argparse.Namespace, further: list[str], arguments: list[str]) -> int:
    """Do what the command says. The imports are here so that each command pays only for its own."""
    project = Project()
    if options.command == "files":
        from tools import manifest, reference

        manifest.rewrite(project)
        reference.write(project)
        return 0

    if options.command in ("test", "lint", "shots", "bench"):
        from tools import venv

        venv.ensure(project)
        if not venv.is_inside(project):
            return venv.run_again_inside(project, arguments)

    if options.command == "lint":
        from tools import lint

        return lint.run(project, fix=options.fix)

    from tools import site

    if options.command == "run":
        from tools import run as runner

        return runner.run(project, options.port, browser=not options.no_browser)
    if options.command == "build":
        site.build(project)
        say(f"Built {project.site.relative_to(project.root).as_posix()}/")
    if options.command == "bundle":
        from tools import bundle

        bundle.build(project)
        say(f"Made {bundle.described(project)}")
    if options.command == "shots":
        from tools import shots

        return shots.run(project, options.names)
    if options.command == "bench":
        from tools import bench
        from tools.bench import boot

        if options.answers:
            return bench.run_answers(project)
        return boot.run(project) if options.boot else bench.run(project)
    if options.command == "test":
        from tools import tests

        return tests.run(project, further)
    return 0
