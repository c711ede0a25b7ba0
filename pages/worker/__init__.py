"""The Python side of the cell's worker: runs what the reader types, and says what came of it, as plain records.

assets/sandbox.js starts it, in a worker that nothing else shares; the page's side is pages/cell. Of the pages, only
this package is shipped to the worker, and it imports nothing but micrograd.

    session.py      one namespace, one program after another
    output.py       what a run sends, when, and how much: the sink of show and display
    errors.py       an exception in words; hints.py: advice; lines.py: the reader's own lines
    blocklist.py    what is refused; baseline.py: what is put back after each run
    drawable.py     objects into records: graph.py, network.py, boundary.py
    records.py      what may cross to the page; wire.py: as JSON, and back; decode.py and checks.py: nothing is believed
"""
