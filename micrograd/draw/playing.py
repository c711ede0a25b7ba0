"""The bar below a film: how far it has come; and where scripts run, a button, a slider, and keys.

Without a script the film plays by itself, over and over, and the bar only tells. A script finds it and takes it in
hand: then it plays once, rests at its end, can be stopped anywhere, and Space, the arrow keys, Home and End work. Where
the reader's system asks for less motion, it does not start by itself.

Offers `bar(timeline, stops, ...)` and `script(length, stops)`.
"""

import json
from collections.abc import Sequence

from .svg import Markup, tag
from .timeline import Timeline

HEIGHT = 40.0
INDENT = 44.0  # where the bar begins, beside the button

# No "<" and no "&" in it: then it is the same in SVG and in HTML.
SCRIPT = """
(function () {
  var svg = document.currentScript.ownerSVGElement, length = LENGTH, stops = STOPS, end = length - 0.02, playing = true;
  var find = function (name) { return svg.querySelector("[data-control=" + name + "]"); };
  var toggle = find("toggle"), track = find("track");
  if (!toggle || !svg.setCurrentTime) return;
  var now = function () { return svg.getCurrentTime() % length; };
  var tell = function () {
    find("pause").setAttribute("visibility", playing ? "inherit" : "hidden");
    find("play").setAttribute("visibility", playing ? "hidden" : "inherit");
    toggle.setAttribute("aria-label", playing ? "Pause" : "Play");
    track.setAttribute("aria-valuenow", now().toFixed(1));
  };
  var seek = function (t) { svg.setCurrentTime(Math.max(0, Math.min(end, t))); tell(); };
  var play = function (on) {
    if (on) { if (now() >= end - 0.05) seek(0); svg.unpauseAnimations(); } else svg.pauseAnimations();
    playing = on;
    tell();
  };
  var jump = function (t) { play(false); seek(t); };
  var step = function (by) {
    var t = now(), near = stops.filter(function (s) { return by > 0 ? s > t + 0.05 : t - 0.05 > s; });
    jump(near.length ? near[by > 0 ? 0 : near.length - 1] : by > 0 ? end : 0);
  };
  var keys = {
    " ": function () { play(!playing); }, ArrowRight: function () { step(1); }, ArrowLeft: function () { step(-1); },
    Home: function () { jump(0); }, End: function () { jump(end); }
  };
  var place = function (event) {
    var box = track.getBoundingClientRect();
    jump((event.clientX - box.left) / box.width * length);
  };
  var held = false;
  toggle.setAttribute("visibility", "visible");
  toggle.setAttribute("role", "button");
  track.setAttribute("role", "slider");
  track.setAttribute("aria-label", "Film");
  track.setAttribute("aria-valuemin", 0);
  track.setAttribute("aria-valuemax", length);
  [toggle, track].forEach(function (part) {
    part.setAttribute("tabindex", 0);
    part.style.cursor = "pointer";
    part.addEventListener("keydown", function (event) {
      var act = keys[event.key === "Enter" ? " " : event.key];
      if (act) { act(); event.preventDefault(); event.stopPropagation(); }
    });
  });
  track.style.touchAction = "none";
  toggle.addEventListener("click", function () { play(!playing); });
  track.addEventListener("pointerdown", function (event) {
    held = true;
    track.setPointerCapture(event.pointerId);
    place(event);
  });
  track.addEventListener("pointermove", function (event) { if (held) place(event); });
  ["pointerup", "pointercancel"].forEach(function (name) {
    track.addEventListener(name, function () { held = false; });
  });
  var watch = function () {
    if (playing) {
      if (now() >= end - 0.03) { play(false); seek(end); }
      track.setAttribute("aria-valuenow", now().toFixed(1));
    }
    if (svg.isConnected) requestAnimationFrame(watch);
  };
  svg.setCurrentTime(0);
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) jump(end); else tell();
  requestAnimationFrame(watch);
})();
"""


def script(length: float, stops: Sequence[float]) -> Markup:
    """What takes a film in hand, as an element; it goes last into the picture's outermost element."""
    places = json.dumps([round(stop, 2) for stop in stops])
    code = SCRIPT.replace("LENGTH", f"{length:g}").replace("STOPS", places)
    return Markup(f"<script>{code}</script>")


def bar(timeline: Timeline, stops: Sequence[float], top: float, width: float, middle: float | None = None) -> Markup:
    """The bar, with a mark at each stop. middle: the second at which the second half of the film begins."""
    x, y, long = INDENT, top + HEIGHT / 2, width - INDENT - 10

    def at(second: float) -> float:
        return x + long * second / timeline.length

    whole = [(0.0, x), (timeline.length, x + long)]
    marks = [tag("line", class_="stop", x1=at(s), x2=at(s), y1=y + 5, y2=y + 9) for s in stops]
    if middle is not None:
        marks.append(tag("line", class_="stop", x1=at(middle), x2=at(middle), y1=y - 9, y2=y + 9))
    return tag(
        "g",
        tag("rect", class_="track", x=x, y=y - 2, width=long, height=4.0, rx=2.0),
        *marks,
        tag("circle", timeline.sliding("cx", whole), class_="thumb", cx=x + long, cy=y, r=7.0),
        tag("rect", class_="hit", x=x, y=top, width=long, height=HEIGHT, data_control="track"),
        tag(
            "g",
            tag("circle", class_="knob", cx=18.0, cy=y, r=15.0),
            tag("path", class_="icon", d=f"M13 {y - 6:g}h4v12h-4zM20 {y - 6:g}h4v12h-4z", data_control="pause"),
            tag("path", class_="icon", d=f"M14 {y - 7:g}l11 7l-11 7z", data_control="play", visibility="hidden"),
            data_control="toggle",
            visibility="hidden",
        ),
        class_="playing",
    )
