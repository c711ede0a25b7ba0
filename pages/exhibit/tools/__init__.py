"""The tools under a figure: nudge a value, break the engine, predict a gradient.

Each is whole in its module: its part of the exhibit's state, `update` and `view`. None knows another, or the exhibit.
"""
