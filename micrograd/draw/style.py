"""How pictures look: the two themes, and the rules that give each class its color. One place, for page and notebook.

A page takes `page_css()`, in which colors are CSS variables that a theme switch can change. For a picture that stands
alone, standalone.py looks the rules up for each element and writes what they say, colors and all, on the element
itself: whatever shows it then needs to know neither style sheets nor variables.

One hue, one meaning: data blue, gradient gold, leaf and parameter green, wrong red; the sign of a weight teal or
orange. Which variable is which is told by underlines (tie), in hues that mean nothing else: dashes and dots tell them
apart as well. So it is with the classes of a data set, which are told by the shapes of their marks too (classes.py).
"""

THEMES = {
    "dark": {
        "ground": "#10131a", "panel": "#171b25", "sunken": "#0c0f15", "line": "#2b3140", "strong-line": "#69728a",
        "text": "#ece9e2", "soft": "#b3b8c4",
        "data": "#66b5f7", "gradient": "#f4c350", "leaf": "#74d692", "wrong": "#ff7b74",
        "data-wire": "#4877a3", "gradient-wire": "#bd9945",
        "positive": "#3ec1b9", "negative": "#f29b55", "on-color": "#10131a",
        "tie-a": "#b79bff", "tie-b": "#f58fd3", "tie-c": "#ece9e2",
        "class-0": "#4da3e8", "class-1": "#f0a83c", "class-2": "#2fc49a", "class-3": "#e08ccb",
        "class-4": "#9fd6f5", "class-5": "#f06a50", "class-6": "#f0e258", "class-7": "#9aa1ad",
    },
    "light": {
        "ground": "#fbfaf6", "panel": "#ffffff", "sunken": "#f2f0ea", "line": "#ddd9cf", "strong-line": "#80868f",
        "text": "#1c212e", "soft": "#545c6c",
        "data": "#1263b5", "gradient": "#855c00", "leaf": "#17743a", "wrong": "#c02626",
        "data-wire": "#71a1d3", "gradient-wire": "#b39344",
        "positive": "#0a7674", "negative": "#ad4f06", "on-color": "#ffffff",
        "tie-a": "#6a3fd6", "tie-b": "#b3157f", "tie-c": "#1c212e",
        "class-0": "#1f6fb5", "class-1": "#c8780a", "class-2": "#0b8f6a", "class-3": "#b0569c",
        "class-4": "#6cb7e0", "class-5": "#b5341f", "class-6": "#b8a800", "class-7": "#5d6470",
    },
}  # fmt: skip

MONO = '"JetBrains Mono", ui-monospace, "Cascadia Mono", Consolas, monospace'

# One rule a line: selectors { declarations }.
RULES = """
svg text { font-family: var(--mono); font-size: 14px; fill: var(--text) }
.wire { fill: none; stroke: var(--line); stroke-width: 2 }
.wire.known { stroke: var(--data-wire) }
.wire.gradient { stroke: var(--gradient-wire) }
.wire.link { stroke-width: 1.5 }
.wire.many { stroke-width: 1.2; stroke-opacity: .6 }
.wire.now.forward { stroke: var(--data); stroke-width: 3 }
.wire.now.backward { stroke: var(--gradient); stroke-width: 3 }
.wire.shut { stroke: var(--wrong); stroke-dasharray: 3 6 }
.box .body { fill: var(--sunken); stroke: var(--strong-line); stroke-width: 1.5 }
.box.leaf .body { stroke: var(--leaf) }
.box.input .body { stroke: var(--data) }
.box.shut .body { stroke: var(--line); stroke-dasharray: 3 5 }
.box.shut .figure.grad { fill: var(--soft) }
.box.now.forward .body { stroke: var(--data) }
.box.now.backward .body { stroke: var(--gradient) }
.box:hover .body, .box.looked .body, .box:focus-visible .body { stroke: var(--text); stroke-width: 2.5 }
.box .handle { fill: transparent; stroke: none }
.box .note { font-size: 13px; fill: var(--soft) }
.box.ripple .note { fill: var(--data) }
.box.checked .note { fill: var(--gradient) }
.box.wrong .body, .box.wrong:hover .body { stroke: var(--wrong) }
.box.wrong.first .body { stroke-width: 3 }
.box.wrong .figure.grad, .box.wrong .note { fill: var(--wrong) }
.box.asked .body { stroke: var(--gradient); stroke-width: 2.5; stroke-dasharray: 6 4 }
.box.asked .figure.grad { fill: var(--gradient); font-weight: 700 }
.box .name { font-weight: 600 }
.box.leaf .name { fill: var(--leaf) }
.box.input .name { fill: var(--data) }
.box .name.written { font-size: 12px; font-weight: 400; fill: var(--soft) }
.box .word { font-size: 13px; fill: var(--soft) }
.box .tie { fill: none; stroke-width: 2.4 }
.tie0, .tie3, .tie6, .tie9 { stroke: var(--tie-a) }
.tie1, .tie4, .tie7, .tie10 { stroke: var(--tie-b) }
.tie2, .tie5, .tie8, .tie11 { stroke: var(--tie-c) }
.tie1, .tie5, .tie9 { stroke-dasharray: 6 3 }
.tie2, .tie6, .tie10 { stroke-dasharray: 2.4 2.4 }
.box .tie3, .box .tie7, .box .tie11 { stroke-width: 1.5 }
.figure { font-weight: 500 }
.figure.data { fill: var(--data) }
.figure.grad { fill: var(--gradient) }
.down .name { font-size: 13px }
.opsign circle { fill: var(--panel); stroke: var(--strong-line); stroke-width: 1.5 }
.opsign text { font-size: 17px; font-weight: 500 }
.opsign .small { font-size: 13px }
.opsign.now.forward circle { stroke: var(--data); stroke-width: 2.5 }
.opsign.now.backward circle { stroke: var(--gradient); stroke-width: 2.5 }
.opsign.shut circle { stroke: var(--wrong); stroke-width: 2.5 }
.opsign.shut text { fill: var(--wrong) }
.token .ground { fill: var(--sunken); stroke: var(--line); stroke-width: 1 }
.token.data .ground { stroke: var(--data-wire) }
.token.grad .ground { stroke: var(--gradient-wire) }
.token text { font-weight: 600; text-anchor: middle }
.small .token text { font-size: 12.5px }
.token .data { fill: var(--data) }
.token .grad { fill: var(--gradient) }
.group rect { fill: var(--ground); stroke: var(--line); stroke-width: 1.5 }
.group text { font-size: 13px; fill: var(--soft) }
.edge .weight { fill: none }
.weight.positive { stroke: var(--positive) }
.weight.negative { stroke: var(--negative); stroke-dasharray: 7 5 }
.edge .gradient { stroke: var(--gradient) }
.edge .gradient.negative { stroke-dasharray: 3 4 }
.edge .hit { fill: none; stroke: transparent; stroke-width: 14px }
.edge .step { fill: none; stroke: var(--leaf) }
.edge .step.negative { stroke-dasharray: 7 5 }
.edge .head { fill: var(--gradient) }
.edges .input { fill: var(--sunken); stroke: var(--data); stroke-width: 1.5 }
.edges .weight { fill: none; stroke-linecap: round }
.bias.positive { fill: var(--positive) }
.bias.negative { fill: var(--negative) }
.edge:hover .weight { stroke-opacity: .75 }
.neuron .ground { fill: var(--panel) }
.neuron .body { fill: var(--sunken); stroke: var(--strong-line); stroke-width: 1.5 }
.neuron.input .body { stroke: var(--data) }
.neuron.dead .body { stroke: var(--wrong); stroke-dasharray: 4 4 }
.neuron.now.forward .body { stroke: var(--data); stroke-width: 3 }
.neuron.now.backward .body { stroke: var(--gradient); stroke-width: 3 }
.neuron:hover .body, .neuron.looked .body, .neuron:focus-visible .body { stroke: var(--text); stroke-width: 2.5 }
.neuron text { font-size: 13px }
.neuron .ring { fill: none; stroke: var(--gradient) }
.neuron .arrow circle { fill: var(--panel); stroke: var(--gradient-wire) }
.neuron .arrow path { fill: var(--gradient) }
.neuron .off .ground { fill: var(--panel); stroke: var(--wrong) }
.neuron .off text { font: 500 13px var(--sans, sans-serif); fill: var(--text) }
.neuron .off .grad { fill: var(--gradient) }
.edge.picked .hit { stroke: var(--leaf); stroke-opacity: .3 }
.resize circle { fill: var(--panel); stroke: var(--strong-line) }
.resize path { fill: none; stroke: var(--text); stroke-width: 2 }
.resize:hover circle, .resize:focus-visible circle { stroke: var(--text); stroke-width: 2 }
.resize[aria-disabled] { opacity: .35 }
.to-loss { fill: none; stroke: var(--strong-line); stroke-width: 2 }
.to-loss.grad { stroke: var(--gradient-wire) }
.outcome .body { fill: var(--sunken); stroke: var(--strong-line); stroke-width: 1.5 }
.outcome.now .body { stroke: var(--data); stroke-width: 3 }
.outcome:hover .body, .outcome.looked .body, .outcome:focus-visible .body { stroke: var(--text); stroke-width: 2.5 }
.outcome text { font-size: 13px; text-anchor: middle }
.outcome .word { font: 13px var(--sans, sans-serif); fill: var(--soft) }
.chart .grid { stroke: var(--line) }
.chart .zero { stroke: var(--strong-line) }
.chart .tick, .chart .axis { font-size: 13.5px; fill: var(--soft) }
.chart .readout { font-size: 13.5px }
.chart .curve { fill: none; stroke: var(--text); stroke-width: 2; stroke-linejoin: round }
.chart .ghost { fill: none; stroke: var(--strong-line); stroke-width: 1.5; stroke-dasharray: 2 4 }
.chart .target { stroke: var(--leaf); stroke-width: 1.5; stroke-dasharray: 6 4 }
.chart .aim { fill: var(--leaf); font-size: 12px }
.chart .open { fill: var(--data); fill-opacity: .16 }
.chart .border { fill: none; stroke: var(--data); stroke-width: 2.5 }
.chart .weights { fill: none; stroke: var(--leaf); stroke-width: 2.5 }
.chart .step { fill: none; stroke: var(--leaf); stroke-width: 2.5 }
.chart .next { fill: none; stroke: var(--leaf); stroke-width: 2.5 }
.chart .tangent { fill: none; stroke: var(--gradient); stroke-width: 2.5 }
.chart .drop { stroke: var(--data); stroke-dasharray: 3 4 }
.chart .point { fill: var(--data); stroke: var(--panel); stroke-width: 2 }
.chart .point.looked { fill: var(--text) }
.chart .cursor { stroke: var(--soft); stroke-dasharray: 3 4 }
.sample { stroke: var(--ground); stroke-width: 1.6 }
.sample.positive { fill: var(--positive) }
.sample.negative { fill: var(--negative) }
.sample.kind0 { fill: var(--class-0) }
.sample.kind1 { fill: var(--class-1) }
.sample.kind2 { fill: var(--class-2) }
.sample.kind3 { fill: var(--class-3) }
.sample.kind4 { fill: var(--class-4) }
.sample.kind5 { fill: var(--class-5) }
.sample.kind6 { fill: var(--class-6) }
.sample.kind7 { fill: var(--class-7) }
.sample.number { stroke: var(--text); stroke-width: 1.4 }
.reel .marks { fill: none; stroke-width: 3 }
.reel .marks.forward { stroke: var(--data) }
.reel .marks.backward { stroke: var(--gradient) }
.reel .travel { fill: var(--panel); stroke-width: 1.5; font-weight: 600 }
.reel .travel.data { stroke: var(--data) }
.reel .travel.grad { stroke: var(--gradient) }
.reel .travel text { stroke: none }
.reel .travel.data text { fill: var(--data) }
.reel .travel.grad text { fill: var(--gradient) }
.reel .figure.data text { fill: var(--data) }
.reel .figure.grad text { fill: var(--gradient) }
.reel .slope { font-size: 13px; fill: var(--gradient) }
.reel .phase { font-size: 13.5px; fill: var(--soft) }
.reel .says .forward { fill: var(--data) }
.reel .says .backward { fill: var(--gradient) }
.playing .track { fill: var(--line) }
.playing .stop { stroke: var(--strong-line) }
.playing .thumb { fill: var(--text) }
.playing .knob { fill: var(--sunken); stroke: var(--strong-line) }
.playing .icon { fill: var(--text) }
.playing .hit { fill: var(--panel); fill-opacity: 0 }
.chart .window { fill: none; stroke: var(--strong-line) }
.chart .model { fill: none; stroke: var(--gradient); stroke-width: 2.5; stroke-linejoin: round }
.chart .sample.point { fill: var(--data); stroke: var(--panel); stroke-width: 1.4 }
.chart .region .ground { fill: var(--panel); fill-opacity: .8 }
.chart .legend { font-size: 13.5px }
"""


def _variables(theme: str) -> str:
    return " ".join(f"--{name}: {value};" for name, value in THEMES[theme].items())


def page_css() -> str:
    """For a page: the themes as variables of the root (the system's choice, unless data-theme says otherwise)."""
    dark = f":root {{ color-scheme: dark; --mono: {MONO}; {_variables('dark')} }}"
    light = f"{{ color-scheme: light; {_variables('light')} }}"
    themes = [
        dark,
        f'@media (prefers-color-scheme: light) {{ :root:not([data-theme="dark"]) {light} }}',
        f':root[data-theme="light"] {light}',
    ]
    return "\n".join([*themes, *RULES.strip().splitlines()])
