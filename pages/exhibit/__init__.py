"""An exhibit: a graph in time that can be pointed at. Every section uses it; it knows none of them.

    state.py        Exhibit, the frozen state, and Offers: what a section's exhibit has and what not
    update.py       update(exhibit, event) -> (exhibit, effects)
    view.py         view(exhibit): its parts, for the slots of its section
    player.py       time: transport, buttons, sliders, keys
    figure.py       from a tape to its picture, made once
    inspector.py    the facts of a box, and the paths to the root; kin.py: who depends on whom; keys.py: the keyboard
    listing.py      the code beside the figure; source.py: the engine's own file
    drag.py         changing a leaf's number by hand
    tools/          nudge, faults, predict: each whole in its file

run.py says what a Run is: one graph, run.
"""
