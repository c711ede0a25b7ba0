"""The browser: fills slots, hears events, keeps the clock. Beside wasm.py the only module that imports js or pyodide.

Offers `start(stage)`, which brings the page to life, and `fail(reason)`, for when that is not possible.

One listener per event type sits on the document and finds by data attributes what an event is for:
data-do='page.action' (a control), data-look='page.what' (something to read more about when it is pointed at),
data-track='page.action' (something under which the pointer's place matters), data-draw='page.action' (something that is
drawn on), data-drag='page.action' (something that is pulled), data-keys='page' (where the page's keys hold),
data-enter='page.action' (where Shift or Ctrl with Enter does that), data-near='page' (what the page wants to hear of when it
comes into sight).
"""

import asyncio
import re
import traceback

import js
from pyodide.ffi import JsException, create_proxy, jsnull, to_js

from .content import Address, Editor, Kept, Marked, Moving, Pictures, Raster, Task, Worker

NOTHING = Moving(None, {})  # what a slot shows of a moving picture before it has shown one
STILL = "(prefers-reduced-motion: reduce)"
LIGHT = "(prefers-color-scheme: light)"
LONGEST_FRAME = 100.0  # ms: after a pause (a hidden tab) the clock goes on as if nothing had happened

root = js.document.documentElement
FIELDS = ("INPUT", "SELECT", "TEXTAREA")
WRITING = "input:not([type=range]), select, textarea, [contenteditable=true], dialog"  # here a key is the reader's own
PRESSED = "button, a, summary, input"  # here Space and the arrows mean something already
TYPED = ("number", "text")  # fields whose text belongs to the reader for as long as the cursor is in them


def how_to_morph(typing):
    return to_js({"morphStyle": "innerHTML", "ignoreActiveValue": typing}, dict_converter=js.Object.fromEntries)


MORPH = {False: how_to_morph(False), True: how_to_morph(True)}


def morph(node, markup):
    """Changes what is inside `node` into `markup`, element by element: what stays keeps its focus and its motion."""
    typing = getattr(js.document.activeElement, "type", None) in TYPED
    js.microgradPatch.inside(node, markup, MORPH[typing])


def change(node, before, picture):
    """Another picture in its place; where only some of its parts are new, only these."""
    head = getattr(picture, "head", None)
    if head is None or head != getattr(before, "head", None):
        return morph(node, getattr(picture, "markup", picture))
    old, new = before.parts, picture.parts
    if old.keys() != new.keys():
        return morph(node, picture.markup)
    changed = [key for key, markup in new.items() if old[key] != markup]
    js.microgradPatch.parts(to_js(changed), to_js([new[key] for key in changed]), MORPH[False])


class Browser:
    """The page of `stage` in this tab. Made once; its proxies live as long as the tab."""

    def __init__(self, stage):
        self.stage = stage
        self.slots = {node.dataset.slot: node for node in js.document.querySelectorAll("[data-slot]")}
        self.images = {}
        self.editors = {}
        self.workers = {}
        self.texts = {}  # what stands in each editor, as far as the pages know
        self.moved = {}
        self.pictures = {}
        self.looked = None
        self.drag = None  # what is being pulled: page, action, where it began
        self.last = None  # the time of the last frame, while the clock runs
        self.on_frame = create_proxy(self.frame)

    # --- what a page shows ---

    def fill(self, slots):
        """Shows new content, and sets the clock going if a page now wants it."""
        for name, content in slots.items():
            if isinstance(content, Worker):
                self.workers.setdefault(name, Bridge(self, name.split(".")[0])).keep(content)
            elif isinstance(content, Kept):
                store(content.name, content.text)
            elif name.startswith("@"):
                self.remember(name[1:], content)
            elif isinstance(content, Raster):
                self.paint(name, content)
            elif isinstance(content, Pictures):
                self.show(name, content)
            elif isinstance(content, Moving):
                self.move(name, content)
            elif isinstance(content, Marked):
                self.mark(name, content)
            elif isinstance(content, Editor):
                self.edit(name, content)
            elif isinstance(content, Address):
                self.address(name.split(".")[0], content.fragment)
            elif isinstance(content, Task):
                self.do(content)
            else:
                morph(self.slots[name], content)
        if self.stage.moving and self.last is None:
            self.last = 0.0
            root.setAttribute("data-clock", "running")
            js.requestAnimationFrame(self.on_frame)

    def move(self, name, content):
        """Markup that only sometimes changes, and variables that change with every frame."""
        node = self.slots[name]
        before, styles = self.moved.get(name, (NOTHING, {}))
        old = before.variables
        if before.picture != content.picture:
            change(node, before.picture, content.picture)
            old, styles = {}, {}  # what was changed has lost its variables, and may be another element
        styles.setdefault("", node.style)
        for variable, value in content.variables.items():
            if old.get(variable) != value:
                key, _, variable = variable.rpartition(" ")
                if key not in styles:
                    styles[key] = js.document.getElementById(key).style
                styles[key].setProperty(variable, value)
        self.moved[name] = content, styles

    def mark(self, name, content):
        """Markup that stays, and attributes that come and go."""
        node, (markup, marks) = self.slots[name], self.images.get(name, (None, {}))
        if markup != content.markup:
            morph(node, content.markup)
            marks = {}
        for key in marks.keys() | content.marks.keys():
            before, now = marks.get(key, {}), content.marks.get(key, {})
            if before != now:
                element = js.document.getElementById(key)
                for attribute in before.keys() - now.keys():
                    element.removeAttribute(attribute)
                for attribute, value in now.items():
                    element.setAttribute(attribute, value)
        self.images[name] = (content.markup, content.marks)
        if content.show:
            bring_into_sight(js.document.getElementById(content.show))

    def edit(self, name, content):
        """A text that is the reader's: it is set only when the page has made another one of it."""
        page, do = name.split(".", 1)
        if name not in self.editors:

            def heard(text):
                self.texts[name] = text
                self.send(page, {"type": "input", "do": do, "value": text})

            def pointed(at):
                self.send(page, {"type": "point", "do": do, "at": at if at >= 0 else None})

            ears = (create_proxy(heard), create_proxy(pointed))
            self.texts[name] = content.text
            self.editors[name] = js.microgradEditor.make(self.slots[name], content.label, content.text, *ears)
        elif content.text != self.texts[name]:
            self.texts[name] = content.text
            self.editors[name].setText(content.text)
        self.editors[name].show(content.problem, to_js(content.marks))

    def address(self, page, fragment):
        """The state in the page's address; the browser's history does not grow by it."""
        js.microgradBoot.address(f"#{page}:{fragment}")

    def do(self, task):
        """Something that happens once."""
        match task.what:
            case "focus":
                js.document.getElementById(task.text).focus()
            case "open":
                js.document.getElementById(task.text).showModal()
            case "copy":
                js.microgradBoot.copy(js.location.href.split("#")[0] + task.text)
            case "save":
                js.microgradBoot.save(task.text, task.name)

    def paint(self, name, raster):
        """A raster on its canvas, by one copy into an ImageData that is kept."""
        canvas, kept = self.slots[name], self.images.get(name)
        if kept is None or kept.width != raster.width or kept.height != raster.height:
            canvas.width, canvas.height = raster.width, raster.height
            canvas.style.backgroundImage = "none"  # the first picture, from before Python
            kept = self.images[name] = js.ImageData.new(raster.width, raster.height)
        kept.data.assign(raster.rgba)
        canvas.getContext("2d").putImageData(kept, 0, 0)

    def show(self, name, pictures):
        """Pictures on their canvases, straight from where they were made."""
        layout, made, image, places = self.pictures.get(name, (None,) * 4)
        side, new = pictures.side, pictures.make()
        if layout != pictures.layout:
            canvas = self.slots[name]
            canvas.width = canvas.height = side
            canvas.style.backgroundImage = "none"  # the first picture, from before Python
            small = js.document.querySelectorAll(f"canvas[data-picture^='{pictures.name}.']")
            places = [canvas.getContext("2d"), *(small_one.getContext("2d") for small_one in small)]
        if new is not made:  # what WebAssembly makes is always at the same place
            pixels = js.Uint8ClampedArray.new(to_js(new)) if isinstance(new, bytes) else new
            image = js.ImageData.new(pixels, side)
        self.pictures[name] = pictures.layout, new, image, places
        large, *small = places
        for place, k in ((large, pictures.shown), *zip(small, range(pictures.count))):
            place.putImageData(image, 0, -side * k, 0, side * k, side, side)

    def remember(self, name, value):
        """A choice that outlives the visit: a data attribute of the page, and an entry in local storage."""
        root.setAttribute(f"data-{name}", value)
        store(name, value)
        self.look_around()

    # --- what happens ---

    def send(self, page, event):
        """An event to a page; says whether anything changed. An error in it is told to the reader and the console."""
        before = self.stage.states[page]
        try:
            self.fill(self.stage.send(page, event))
        except Exception as error:
            report(error)
        return self.stage.states[page] is not before

    def control(self, kind, event):
        """press, input and change: what a control's data-do says."""
        node = closest(event.target, "[data-do]")
        if node is None:
            return
        is_field = node.tagName in FIELDS
        if is_field == (kind == "press") or node.getAttribute("aria-disabled") == "true":
            return
        page, do = node.dataset.do.split(".", 1)
        self.hear_editors(page)
        value = None if not is_field else node.checked if node.type == "checkbox" else node.value
        self.send(page, {"type": kind, "do": do, "value": value})

    def hear_editors(self, page):
        """What was typed a moment ago, before something is done with it."""
        for name, editor in self.editors.items():
            if name.split(".")[0] == page:
                editor.flush()

    def enter(self, event):
        """Enter with Shift or Ctrl, before an editor takes it."""
        if event.key != "Enter" or not (event.shiftKey or event.ctrlKey or event.metaKey) or event.isComposing:
            return
        place = closest(event.target, "[data-enter]")
        if place is not None:
            event.preventDefault()
            event.stopPropagation()
            page, do = place.dataset.enter.split(".", 1)
            self.hear_editors(page)
            self.send(page, {"type": "press", "do": do, "value": None})

    def key(self, event):
        """Enter in a field means what was typed, now. Any other key goes to the page whose keys hold where it is pressed;
        the browser does nothing more with it if the page did something."""
        target = event.target
        if event.key == "Enter" and getattr(target, "type", None) in TYPED:
            self.control("change", event)
        if event.ctrlKey or event.metaKey or event.altKey or event.isComposing or closest(target, WRITING) is not None:
            return
        if closest(target, PRESSED) is not None and event.key != "?":
            return
        place = closest(target, "[data-keys]")
        if place is None and target.tagName == "BODY":
            place = closest(js.document.elementFromPoint(js.innerWidth / 2, js.innerHeight / 2), "[data-keys]")
        if place is None:
            return
        node = closest(target, "[data-look]")
        look = node.dataset.look.split(".", 1)[1] if node is not None else None
        if self.send(place.dataset.keys, {"type": "key", "key": event.key, "on": look, "shift": event.shiftKey}):
            event.preventDefault()

    def pull(self, event):
        """The pointer goes down on something that can be pulled, moves with it, and lets it go."""
        if event.type == "pointerdown":
            node = closest(event.target, "[data-drag]")
            if node is None or event.button:
                return
            page, do = node.dataset.drag.split(".", 1)
            self.drag = (page, do, event.clientX, event.clientY)
            root.setAttribute("data-dragging", "")
        elif self.drag is None:
            return
        page, do, x, y = self.drag
        phase = {"pointerdown": "start", "pointermove": "move"}.get(event.type, "end")
        if phase == "end":
            self.drag = None
            root.removeAttribute("data-dragging")
        by = {"x": event.clientX - x, "y": event.clientY - y}
        self.send(page, {"type": "drag", "do": do, "phase": phase, "fine": event.shiftKey, **by})

    def arrive(self, event=None):
        """The page's address, if it leads to a state of a page."""
        page, colon, fragment = js.location.hash.removeprefix("#").partition(":")
        if colon and page in self.stage.pages:
            self.send(page, {"type": "address", "fragment": fragment})
            js.document.getElementById(page).scrollIntoView()

    def look(self, event):
        """Pointing at something, or moving the focus to it."""
        node = closest(event.target, "[data-look]")
        name = node.dataset.look if node is not None else None
        if name == self.looked:
            return
        before, self.looked = self.looked, name
        if before and (name is None or name.split(".")[0] != before.split(".")[0]):
            self.send(before.split(".")[0], {"type": "look", "look": None})
        if name:
            self.send(name.split(".")[0], {"type": "look", "look": name})

    def track(self, event):
        """The pointer over something whose inside matters: its place as fractions of width and height."""
        node = closest(event.target, "[data-track]")
        name = node.dataset.track if node is not None else None
        if name is None and not self.tracked:
            return
        if self.tracked and name != self.tracked:
            page, do = self.tracked.split(".", 1)
            self.send(page, {"type": "track", "do": do, "x": None, "y": None})
        self.tracked = name
        if name:
            box = node.getBoundingClientRect()
            page, do = name.split(".", 1)
            x, y = (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height
            self.send(page, {"type": "track", "do": do, "x": x, "y": y})

    tracked = None

    def draw(self, phase, event):
        """Pressing, dragging, letting go: as fractions of what is drawn on."""
        if phase == "down":
            node = closest(event.target, "[data-draw]")
            if node is None:
                return
            self.drawn = node
            if event.pointerType == "mouse":
                event.preventDefault()  # no text is to be selected
        elif self.drawn is None:
            return
        node, box = self.drawn, self.drawn.getBoundingClientRect()
        if phase == "up":
            self.drawn = None
        page, do = node.dataset.draw.split(".", 1)
        x, y = (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height
        other = event.button == 2 or event.shiftKey
        self.send(page, {"type": "draw", "do": do, "phase": phase, "x": x, "y": y, "other": other})

    drawn = None

    def menu(self, event):
        """The other mouse button draws as well; there it opens no menu."""
        if closest(event.target, "[data-draw]") is not None:
            event.preventDefault()

    def press(self, event):
        self.look(event)
        self.draw("down", event)

    def pointer(self, event):
        self.track(event)
        self.draw("move", event)

    def look_around(self, event=None):
        """Tells every page of the screen: its width, the theme, whether motion is welcome."""
        chosen = root.getAttribute("data-theme")
        light = chosen == "light" or (chosen != "dark" and js.matchMedia(LIGHT).matches)
        screen = {
            "type": "environment",
            "width": js.innerWidth,
            "still": js.matchMedia(STILL).matches,
            "theme": "light" if light else "dark",
        }
        for name in self.stage.pages:
            self.send(name, screen)

    def frame(self, now):
        """One animation frame; the next one is asked for only while a page wants it, so that an idle tab is idle."""
        elapsed = now - self.last if self.last else 1000 / 60
        ms = min(elapsed, LONGEST_FRAME)
        self.last = now
        for name, page in self.stage.pages.items():
            if page.moving(self.stage.states[name]):
                self.send(name, {"type": "frame", "ms": ms, "elapsed": elapsed})
        if self.stage.moving:
            js.requestAnimationFrame(self.on_frame)
        else:
            self.last = None
            root.setAttribute("data-clock", "idle")

    def listen(self):
        """One listener for each type of event, on the document."""
        listeners = {
            "click": lambda event: self.control("press", event),
            "input": lambda event: self.control("input", event),
            "change": lambda event: self.control("change", event),
            "keydown": self.key,
            "pointerover": self.look,
            "pointerdown": self.press,
            "focusin": self.look,
            "pointermove": self.pointer,
            "pointerup": lambda event: self.draw("up", event),
            "pointercancel": lambda event: self.draw("up", event),
            "contextmenu": self.menu,
        }
        for kind in ("pointerdown", "pointermove", "pointerup", "pointercancel"):
            js.document.addEventListener(kind, create_proxy(self.pull))
        for kind, listener in listeners.items():
            js.document.addEventListener(kind, create_proxy(listener))
        js.document.addEventListener("keydown", create_proxy(self.enter), True)
        self.watch_for_near()
        changed = create_proxy(self.look_around)
        js.addEventListener("resize", changed)
        js.addEventListener("hashchange", create_proxy(self.arrive))
        js.addEventListener("pagehide", create_proxy(lambda event: [self.hear_editors(name) for name in self.stage.pages]))
        for query in (STILL, LIGHT):
            js.matchMedia(query).addEventListener("change", changed)

    def watch_for_near(self):
        """Tells a page, once, that its section is no further than a screen away."""

        def seen(entries, observer):
            for entry in entries:
                if entry.isIntersecting:
                    observer.unobserve(entry.target)
                    self.send(entry.target.dataset.near, {"type": "near"})

        room = to_js({"rootMargin": "300px"}, dict_converter=js.Object.fromEntries)
        observer = js.IntersectionObserver.new(create_proxy(seen), room)
        for node in js.document.querySelectorAll("[data-near]"):
            observer.observe(node)

    def bring_back(self):
        """What the pages keep from visit to visit, to each page its own."""
        for name, kept in self.stage.kept.items():
            text = stored(kept)
            if text is not None:
                self.send(name, {"type": "kept", "text": text})


MOST_MESSAGES, MOST_CHARACTERS = 20_000, 64 * 2**20  # from one worker between two ticks of a second: more is an attack
READ_MS, READ_MOST = 16, 40  # how often its messages are read, and how many at once


class Bridge:
    """Keeps the worker that a page wants. It runs from a blob:, which works from file:// as well as served."""

    def __init__(self, browser, page):
        self.browser, self.page = browser, page
        self.wanted = None
        self.life, self.worker, self.sent = 0, None, 0
        self.keepsake = None  # what a worker left to those after it, before it was told anything but its start
        self.messages = self.characters = 0
        self.clock = None
        self.unread = []
        self.on_read = create_proxy(self.read)
        self.on_tick = create_proxy(self.tick)

    def keep(self, wanted):
        """Makes it so: another life, more that is told, a clock."""
        self.wanted = wanted
        if wanted.life != self.life:
            self.stop()
            self.life, self.sent = wanted.life, 0
            self.messages = self.characters = 0
            if wanted.told:
                make(self.begin, wanted.life)
        self.tell()
        if wanted.ticking and self.clock is None:
            self.clock = js.setInterval(self.on_tick, 1000)
        elif not wanted.ticking and self.clock is not None:
            js.clearInterval(self.clock)
            self.clock = None

    def stop(self):
        self.unread = []
        if self.worker is not None:
            self.worker.terminate()
            self.worker = None

    async def begin(self, life):
        """Starts the worker of this life, unless another one is wanted by then."""
        try:
            address = js.URL.new(self.wanted.script, js.document.baseURI).href
            source = await (await js.fetch(address)).text()
        except JsException as error:
            return self.event(life, "died", f"its program could not be loaded: {error}")
        if life != self.life:
            return
        blob = js.Blob.new(to_js([source]), to_js({"type": "text/javascript"}, dict_converter=js.Object.fromEntries))
        place = js.URL.createObjectURL(blob)
        worker = js.Worker.new(place)
        js.URL.revokeObjectURL(place)
        worker.onmessage = create_proxy(lambda event: self.heard(life, event.data))
        worker.onerror = create_proxy(lambda event: (event.preventDefault(), self.event(life, "died", str(event.message))))
        worker.onmessageerror = create_proxy(lambda event: self.event(life, "died", "it sent something unreadable"))
        self.worker = worker
        self.tell()

    def tell(self):
        if self.worker is None:
            return
        for text in self.wanted.told[self.sent :]:
            self.worker.postMessage(plain({"told": text, "keepsake": self.keepsake if not self.sent else None}))
            self.sent += 1

    def heard(self, life, data):
        """A text is for the page; anything else is a question for a file, or something to keep."""
        if life != self.life:
            return
        self.messages += 1
        if isinstance(data, str):
            self.characters += len(data)
        if self.messages > MOST_MESSAGES or self.characters > MOST_CHARACTERS:
            self.stop()
            self.event(life, "died", "it sent more than anyone could read")
        elif isinstance(data, str):
            self.unread.append(data)
            if len(self.unread) == 1:
                js.setTimeout(self.on_read, READ_MS)
        elif hasattr(data, "ask"):
            make(self.answer, life, data.ask, str(data.file))
        elif hasattr(data, "keepsake") and self.sent == 1 and self.keepsake is None:
            self.keepsake = data.keepsake

    async def answer(self, life, number, name):
        """A file of the one folder from which the worker may have some."""
        blob = None
        if FILE_NAME.fullmatch(name):
            try:
                found = await js.fetch(js.URL.new(self.wanted.folder + name, js.document.baseURI).href)
                blob = await found.blob() if found.ok else None
            except JsException:
                pass
        if life == self.life and self.worker is not None:
            self.worker.postMessage(plain({"answer": number, "blob": blob}))

    def read(self):
        """Hands on what has come since the last time, so that a flood of small messages is not a flood of new pictures."""
        some, self.unread = self.unread[:READ_MOST], self.unread[READ_MOST:]
        if self.unread:
            js.setTimeout(self.on_read, READ_MS)
        if some:
            self.browser.send(self.page, {"type": "worker", "life": self.life, "kind": "said", "texts": some})

    def tick(self):
        self.messages = self.characters = 0
        self.event(self.life, "tick", "")

    def event(self, life, kind, text):
        if life == self.life:
            self.browser.send(self.page, {"type": "worker", "life": life, "kind": kind, "text": text})


FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")


def plain(things):
    """A dict as an object of JavaScript."""
    made = js.Object.new()
    for name, value in things.items():
        if value is not None:
            setattr(made, name, value)
    return made


def make(coroutine, *arguments):
    """Begins something that takes time; errors in it are told."""

    async def watched():
        try:
            await coroutine(*arguments)
        except Exception as error:
            report(error)

    asyncio.ensure_future(watched())


def store(name, text):
    """Into local storage, which may be forbidden or full: then it holds for this visit."""
    try:
        js.localStorage.setItem(name, text)
    except JsException:
        pass


def stored(name):
    try:
        text = js.localStorage.getItem(name)
    except JsException:
        return None
    return text if isinstance(text, str) else None


def closest(target, selector):
    """The nearest element at or around `target` that matches, or None. (What finds nothing is jsnull, not None.)"""
    if not hasattr(target, "closest"):  # the document itself, or a text node
        return None
    found = target.closest(selector)
    return None if found is jsnull or found is None else found


def bring_into_sight(node):
    """Scrolls what is around `node`, and not the page, until it can be seen."""
    around = node.offsetParent
    if around is jsnull:  # folded away
        return
    top, bottom = node.offsetTop - node.offsetHeight, node.offsetTop + 2 * node.offsetHeight
    if top < around.scrollTop or bottom > around.scrollTop + around.clientHeight:
        around.scrollTop = node.offsetTop - around.clientHeight / 3


def report(error):
    """An error of the page's own code: whole in the console, in one sentence for the reader."""
    js.console.error("".join(traceback.format_exception(error)))
    place = js.document.getElementById("alert")
    last = traceback.format_exception_only(error)[-1].strip()
    place.textContent = f"Something in this page went wrong, and was left undone: {last}. Everything else works on."
    place.hidden = False


def fail(error):
    """Python runs, but the page could not be started."""
    js.console.error("".join(traceback.format_exception(error)))
    js.microgradBoot.fail(traceback.format_exception_only(error)[-1].strip())


def start(stage):
    """Brings the page to life: first the pictures as they are now, then ears, then the clock."""
    browser = Browser(stage)
    root.setAttribute("data-clock", "idle")
    browser.fill(stage.all())
    browser.look_around()
    browser.listen()
    browser.bring_back()
    browser.arrive()
    root.setAttribute("data-python", "ready")
