"""What every page shows, through a fixed sequence of events, is what it showed before: see recording.py."""

import json

from .recording import KEPT, recorded


def test_every_view_is_as_it_was_recorded():
    before, now = json.loads(KEPT.read_text("utf-8")), recorded()
    assert now.keys() == before.keys()
    changed = [
        f"{page}, moment {k}: {', '.join(sorted(slot for slot in was.keys() | seen.keys() if was.get(slot) != seen.get(slot)))}"
        for page in before
        for k, (was, seen) in enumerate(zip(before[page], now[page], strict=True))
        if was != seen
    ]
    assert not changed, "meant to be seen? python3 -m tests.pages.recording write\n" + "\n".join(changed[:20])
