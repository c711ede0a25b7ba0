"""The tools of an exhibit as tabs: one row of names, and below it the panel of the one that is open.

Offers `TITLES` and `tabs`. Which tool is open is part of the exhibit's state; the arrow keys walk along the row
(pages/browser/listeners.py).
"""

from collections.abc import Collection, Mapping

from micrograd.draw.svg import Markup, group, tag

from ..controls import control_id

TITLES: Mapping[str, str] = {"nudge": "Nudge it", "faults": "Break it", "predict": "Predict"}


def tabs(
    page: str,
    panels: Mapping[str, Markup],
    chosen: str,
    in_use: Collection[str] = (),
    titles: Mapping[str, str] = TITLES,
) -> Markup:
    """The row and its panels, {tool: markup}; those that are not open are there, and hidden.

    in_use: the tools that change what the figure shows, open or not; their names carry a mark. titles: what the tabs are called.
    """
    row = [
        tag(
            "button",
            titles[tool],
            type="button",
            role="tab",
            id=control_id(f"{page}.tool", tool),
            class_="used" if tool in in_use else None,
            data_do=f"{page}.tool",
            value=tool,
            aria_selected=str(tool == chosen).lower(),
            aria_controls=f"{page}-panel-{tool}",
            tabindex="0" if tool == chosen else "-1",
        )
        for tool in panels
    ]
    return group(
        tag("div", row, role="tablist", aria_label="Tools", class_="tabs"),
        *(
            tag(
                "div",
                panel,
                role="tabpanel",
                id=f"{page}-panel-{tool}",
                aria_labelledby=control_id(f"{page}.tool", tool),
                hidden=tool != chosen,
            )
            for tool, panel in panels.items()
        ),
    )
