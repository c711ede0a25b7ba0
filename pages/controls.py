"""Buttons, sliders, selects and fields as markup, each with its accessible name and what it does.

`do` is 'page.action'; the event that a control sends carries it, and its value.
"""

from micrograd.draw.svg import tag


def button(name, do, *, kind="", disabled=False, pressed=None, hint=None):
    """A button. `pressed` makes it a toggle. A disabled one keeps the focus it may have, and does nothing."""
    return tag(
        "button",
        name,
        type="button",
        id=do.replace(".", "-"),
        class_=kind or None,
        data_do=do,
        aria_disabled="true" if disabled else None,
        aria_pressed=None if pressed is None else str(pressed).lower(),
        title=hint,
    )


def slider(name, do, value, low, high, step, *, text=None, kind="", disabled=False, label=None):
    """A range input with its name before it and its number behind it. `label` is drawn in place of the name."""
    key = do.replace(".", "-")
    return tag(
        "label",
        tag("span", label or name, class_="name"),
        tag(
            "input",
            type="range",
            id=key,
            aria_label=name,
            aria_valuetext=text,
            min=str(low),
            max=str(high),
            step=str(step),
            value=f"{value:.6g}",
            data_do=do,
            disabled=disabled,
        ),
        tag("span", text, class_="amount", aria_hidden="true") if text is not None else None,
        class_=f"slider {kind}".strip(),
    )


def select(name, do, value, options, *, hint=None):
    """A drop-down list; `options` are (value, words) pairs."""
    return tag(
        "label",
        tag("span", name, class_="name"),
        tag(
            "select",
            [tag("option", words, value=option, selected=option == value) for option, words in options],
            id=do.replace(".", "-"),
            aria_label=name,
            data_do=do,
            title=hint,
        ),
        class_="field",
    )


def field(name, do, text, *, error=None, kind="number", step="any", low=None, high=None, hint=None):
    """A field for a number (or, with kind 'text', for anything) with its name, and its error where there is one."""
    key = do.replace(".", "-")
    return tag(
        "label",
        tag("span", name, class_="name"),
        tag(
            "input",
            type=kind,
            id=key,
            aria_label=name,
            value=text,
            data_do=do,
            step=step if kind == "number" else None,
            min=low,
            max=high,
            inputmode="decimal" if kind == "number" else None,
            autocomplete="off",
            spellcheck="false",
            title=hint,
            aria_invalid="true" if error else None,
            aria_describedby=f"{key}-error" if error else None,
        ),
        tag("span", error, id=f"{key}-error", class_="error", role="alert") if error else None,
        class_="field" + (" wrong" if error else ""),
    )
