"""Everything the project does to itself: `python3 -m tools --help` lists it."""
