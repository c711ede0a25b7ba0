"""`python3 -m tools run`: build, serve, open; while it runs, a changed file is seen at the next load of the page."""

import threading
import webbrowser

from tools import bundle, site
from tools.project import Project, Trouble, say
from tools.serve import Server


class Fresh:
    """Keeps the built site as new as its sources."""

    def __init__(self, project: Project):
        self.project = project
        self.one_at_a_time = threading.Lock()
        self.built_from = site.fingerprint(project)

    def __call__(self) -> str:
        """Rebuild if a source changed. Returns what went wrong, or nothing."""
        with self.one_at_a_time:
            try:
                now = site.fingerprint(self.project)
                if now == self.built_from:
                    return ""
                site.build(self.project)
            except (Trouble, OSError) as problem:
                return f"The page could not be rebuilt.\n\n{problem}\n"
            self.built_from = now
        say("A file changed: built again.")
        in_background(self.project)
        return ""


def in_background(project: Project) -> threading.Thread:
    """Make dist/micrograd.html without keeping the page waiting."""

    def make() -> None:
        try:
            if bundle.build(project):
                say(f"Also made {bundle.described(project)}")
        except (Trouble, OSError) as problem:
            say(f"The single file could not be made: {problem}")

    thread = threading.Thread(target=make, daemon=True)
    thread.start()
    return thread


def run(project: Project, port: int, browser: bool) -> int:
    """Serve until Ctrl+C."""
    site.build(project)
    server = Server(project.site, port, Fresh(project))
    if server.port != port:
        say(f"Port {port} is taken; using {server.port}.")
    say(f"micrograd, in motion is at {server.address}   (Ctrl+C stops it)")
    in_background(project)
    if browser:
        webbrowser.open(server.address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("\nStopped.")
    finally:
        server.server_close()
    return 0
