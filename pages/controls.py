"""Buttons, sliders, selects and fields as markup, each with its accessible name and what it does.

`do` is 'page.action'. Where several controls have the same action, a button's `value` and a field's `of` say which of
them it is. The event that a control sends carries all three (see events.py).
"""

from collections.abc import Iterable

from micrograd.draw.svg import Markup, tag


def control_id(do: str, which: str = "") -> str:
    """The id of the control that does this: idea-fault-set, cell-timeline-2."""
    return f"{do}-{which}".removesuffix("-").replace(".", "-").replace(" ", "-")


def button(
    name: str,
    do: str,
    value: str = "",
    *,
    kind: str = "",
    disabled: bool = False,
    pressed: bool | None = None,
    hint: str | None = None,
) -> Markup:
    """A button. `pressed` makes it a toggle. A disabled one keeps the focus it may have, and does nothing."""
    return tag(
        "button",
        name,
        type="button",
        id=control_id(do, value),
        class_=kind or None,
        data_do=do,
        value=value or None,
        aria_disabled="true" if disabled else None,
        aria_pressed=None if pressed is None else str(pressed).lower(),
        title=hint,
    )


def slider(
    name: str,
    do: str,
    value: float,
    low: float,
    high: float,
    step: float,
    *,
    of: str = "",
    text: str | None = None,
    kind: str = "",
    disabled: bool = False,
    label: str | None = None,
    notch: float | None = None,
) -> Markup:
    """A range input with its name before it and its number behind it. `label` is drawn in place of the name.

    notch: arrow keys go to multiples of it, where `step` is finer than a key should be.
    """
    return tag(
        "label",
        tag("span", label or name, class_="name"),
        tag(
            "input",
            type="range",
            id=control_id(do, of),
            aria_label=name,
            aria_valuetext=text,
            min=str(low),
            max=str(high),
            step=str(step),
            value=f"{value:.6g}",
            data_do=do,
            data_of=of or None,
            data_notch=None if notch is None else str(notch),
            disabled=disabled,
        ),
        tag("span", text, class_="amount", aria_hidden="true") if text is not None else None,
        class_=f"slider {kind}".strip(),
    )


def select(
    name: str, do: str, value: str, options: Iterable[tuple[str, str]], *, of: str = "", hint: str | None = None
) -> Markup:
    """A drop-down list; `options` are (value, words) pairs."""
    return tag(
        "label",
        tag("span", name, class_="name"),
        tag(
            "select",
            [tag("option", words, value=option, selected=option == value) for option, words in options],
            id=control_id(do, of),
            aria_label=name,
            data_do=do,
            data_of=of or None,
            title=hint,
        ),
        class_="field",
    )


def field(
    name: str,
    do: str,
    text: str,
    *,
    of: str = "",
    error: str | None = None,
    kind: str = "number",
    step: str = "any",
    low: float | None = None,
    high: float | None = None,
    hint: str | None = None,
) -> Markup:
    """A field for a number (or, with kind 'text', for anything) with its name, and its error where there is one."""
    key = control_id(do, of)
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
            data_of=of or None,
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
