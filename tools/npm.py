"""The npm packages, at the very versions of package-lock.json."""

import shutil
import subprocess

from tools.project import Project, Trouble, digest, say

NO_NPM = """npm was not found; it comes with Node.js 20 or newer. To install it:
  Debian, Ubuntu   sudo apt-get install nodejs npm
  macOS            brew install node
  Windows          winget install OpenJS.NodeJS.LTS
Then run the same command again."""

NO_NETWORK = """npm could not reach its registry, and the packages of package-lock.json are not on this machine yet.
Connect to the network once and run the same command again; from then on none is needed.
(On a machine that never has one: copy the folder node_modules from another checkout, or just open
dist/micrograd.html from there: that one file is the whole page.)"""

# npm's own patience would be over a minute before it says that there is no network.
PATIENCE = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]

# What npm prints when the network, and not the project, is the reason.
OFFLINE_SIGNS = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
    "ENOTCACHED",
    "EHOSTUNREACH",
    "network",
)


def ensure(project: Project) -> None:
    """Install the packages, unless the installed ones are those of the lock file."""
    wanted = digest(*(project.root / name for name in ("package.json", "package-lock.json", ".npmrc")))
    stamp = project.node_modules / ".stamp"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Trouble(NO_NPM)
    say("Installing the npm packages (PyScript, Pyodide, fonts) …")
    done = subprocess.run(
        [npm, "ci", "--loglevel=error", *PATIENCE],
        cwd=project.root,
        text=True,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        raise Trouble(failure(done.stdout))
    stamp.write_text(wanted)


def node() -> str:
    """The path of Node. Trouble, if there is none."""
    if found := shutil.which("node"):
        return found
    raise Trouble(NO_NPM)


def failure(output: str) -> str:
    """Why npm failed, and what to do."""
    if any(sign in output for sign in OFFLINE_SIGNS):
        return NO_NETWORK
    return f"npm ci failed. It said:\n\n{output.strip()}"
