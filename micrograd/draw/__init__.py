"""Pictures of values, graphs, neurons, networks and training: data in, SVG text out.

Pure Python on the standard library; what a picture looks like is in CSS classes, what it says is in the markup.
"""
