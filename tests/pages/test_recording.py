"""What every page shows, through a fixed sequence of events, is what it showed before: see recording.py."""

import json
import subprocess
import sys

from .recording import KEPT


def test_every_view_is_as_it_was_recorded(project):
    # In a Python of its own, as it was recorded: other tests put things into the engine and its tables.
    command = [sys.executable, "-m", "tests.pages.recording", "print"]
    printed = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True).stdout
    before, now = json.loads(KEPT.read_text("utf-8")), json.loads(printed)
    assert now.keys() == before.keys()
    changed = [
        f"{page}, moment {k}: {', '.join(sorted(slot for slot in was.keys() | seen.keys() if was.get(slot) != seen.get(slot)))}"
        for page in before
        for k, (was, seen) in enumerate(zip(before[page], now[page], strict=True))
        if was != seen
    ]
    assert not changed, "meant to be seen? python3 -m tests.pages.recording write\n" + "\n".join(changed[:20])
