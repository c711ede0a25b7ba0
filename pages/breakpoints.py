"""The widths of the window at which the page changes its layout, in CSS pixels: one table, for Python and for the style sheets.

Python compares the window's width with these numbers (environment.py). A style sheet in assets/css says `@media (--narrow)`;
the build puts the condition from MEDIA in that place (tools/styles.py).
"""

NARROW = 736  # up to here the page is one column, and its pictures run downwards: a phone
STACKED = 1104  # up to here a section's figure comes below its prose, and not beside it
BESIDE = 1280  # from here on, a text and its code stand beside their figure
HALF = 1150  # from here on, half of the page has room for a wide chart
LOW = 720  # of the window's height: up to here, what stands together in one window needs all of it

PIXELS_PER_REM = 16  # so that in the style sheets the widths grow with the reader's own type size

MEDIA = {
    "--narrow": f"(max-width: {NARROW / PIXELS_PER_REM:g}rem)",
    "--beside": f"(min-width: {BESIDE / PIXELS_PER_REM:g}rem)",
    "--not-beside": f"(max-width: {(BESIDE - 1) / PIXELS_PER_REM:g}rem)",
    "--low": f"(max-height: {LOW / PIXELS_PER_REM:g}rem)",
    "--stacked": f"(max-width: {STACKED / PIXELS_PER_REM:g}rem)",
}
