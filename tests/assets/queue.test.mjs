// The queue: what is pressed before Python is awake is done once and in order afterwards, except for what was taken back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { run, settle } from "./script.mjs";

// A control of the page: a button, or with a `value` a field.
const control = (action, { value, id = action, attributes = {}, type = "text" } = {}) => {
    const isField = value !== undefined, all = new Map(Object.entries({ "aria-label": id, ...attributes }));
    const one = {
        id, dataset: { do: action }, value, type, textContent: "", heard: [],
        getAttribute: (name) => all.get(name) ?? null,
        hasAttribute: (name) => all.has(name),
        setAttribute: (name, text) => { all.set(name, text); },
        removeAttribute: (name) => { all.delete(name); },
        closest: (selector) => selector.startsWith("[data-do]:not(") && !isField ? one : null,
        matches: (selector) => selector.startsWith("[data-do]:is(") && isField,
        click: () => { one.heard.push("click"); },
        dispatchEvent: ({ type: kind }) => { one.heard.push([kind, type === "checkbox" ? one.checked : one.value]); },
    };
    return one;
};

// The page while Python wakes up. `press` and `change` are what the reader does, `wake` is what Python does.
const open = async (...controls) => {
    const listeners = [], notes = [], finished = [], watchers = new Set(), done = [];
    const root = { dataset: { python: "booting", clock: "idle" } };
    const world = await run("queue.js", {
        AbortController, performance, setTimeout, Event: class { constructor(type) { this.type = type; } },
        MutationObserver: class {
            constructor(look) { this.look = look; }
            observe() { watchers.add(this.look); }
            disconnect() { watchers.delete(this.look); }
        },
        document: {
            documentElement: root,
            addEventListener: (kind, listener, { signal }) => listeners.push({ kind, listener, signal }),
            getElementById: (id) => controls.find((one) => one.id === id) ?? null,
        },
        microgradBoot: { note: (text) => notes.push(text), done: (names) => finished.push(...names) },
    });
    for (const one of controls) {
        const { click, dispatchEvent } = one;
        one.click = () => { done.push(one.id); click(); };
        one.dispatchEvent = (event) => { done.push(one.id); dispatchEvent(event); };
    }
    const happens = (kind, target) => {
        for (const one of listeners) if (one.kind === kind && !one.signal.aborted) one.listener({ target });
    };
    return {
        world, root, notes, finished, done,
        press: (one) => happens("click", one),
        change: (one, value) => {
            if (one.type === "checkbox") one.checked = value; else one.value = value;
            happens("input", one);
        },
        wake: async (state = "ready") => {
            root.dataset.python = state;
            for (const look of [...watchers]) look();
            for (let k = 0; k < 5; k++) await settle();
        },
    };
};

test("presses are done in the order in which they were made, each as often as it was made", async () => {
    const forward = control("unit.forward"), step = control("idea.step");
    const page = await open(forward, step);
    for (const one of [step, forward, step]) page.press(one);
    assert.deepEqual(page.done, []);
    await page.wake();
    assert.deepEqual(page.done, ["idea.step", "unit.forward", "idea.step"]);
    assert.deepEqual(page.finished, ["idea.step", "unit.forward", "idea.step"]);
});

test("the line names what waits, and a control that waits is marked until it is done", async () => {
    const step = control("idea.step", { attributes: { "aria-label": "Step forward" } });
    const page = await open(step);
    page.press(step);
    assert.equal(page.notes.at(-1), " Will be done as soon as it is awake: Step forward.");
    assert.ok(step.hasAttribute("data-waiting"));
    await page.wake();
    assert.ok(!step.hasAttribute("data-waiting"));
});

test("two controls with one action are two, and each is done with its own value", async () => {
    const [rings, moons] = ["rings", "moons"].map((id) => control("loop.data", { id }));
    const page = await open(rings, moons);
    page.press(rings);
    page.press(moons);
    assert.deepEqual([rings, moons].map((one) => one.hasAttribute("data-waiting")), [true, true]);
    await page.wake();
    assert.deepEqual(page.done, ["rings", "moons"]);
});

for (const [what, one] of Object.entries({
    Play: () => control("idea.play"),
    Start: () => control("loop.start"),
    "a switch": () => control("idea.predict", { attributes: { "aria-pressed": "false" } }),
})) {
    test(`${what}, pressed twice, is taken back`, async () => {
        const button = one(), page = await open(button);
        page.press(button);
        page.press(button);
        assert.ok(!button.hasAttribute("data-waiting"));
        assert.equal(page.notes.at(-1), "");
        await page.wake();
        assert.deepEqual([page.done, page.finished], [[], []]);
    });
}

test("of a field only what it said last counts, in the place of its last change", async () => {
    const x1 = control("network.x1", { value: "0" }), step = control("idea.step");
    const page = await open(x1, step);
    page.change(x1, "0.25");
    page.press(step);
    page.change(x1, "0.5");
    x1.value = "what the page puts there while it starts";
    await page.wake();
    assert.deepEqual(page.done, ["idea.step", "network.x1", "network.x1"]);
    assert.deepEqual(x1.heard, [["input", "0.5"], ["change", "0.5"]]);
});

test("a checkbox is checked again, and not given a text", async () => {
    const box = control("unit.ghost", { value: "on", type: "checkbox" }), page = await open(box);
    page.change(box, true);
    box.checked = false;
    await page.wake();
    assert.deepEqual(box.heard, [["input", true], ["change", true]]);
});

test("a button that is not for use is not remembered", async () => {
    const back = control("idea.back", { attributes: { "aria-disabled": "true" } }), page = await open(back);
    page.press(back);
    await page.wake();
    assert.deepEqual([page.notes, page.done], [[], []]);
});

test("fifty presses are remembered, and no more", async () => {
    const step = control("idea.step"), page = await open(step);
    for (let k = 0; k < 60; k++) page.press(step);
    page.root.dataset.clock = "idle";
    await page.wake();
    for (let k = 0; k < 40; k++) await settle();
    assert.equal(page.done.length, 50);
});

test("a press waits until the one before has come to rest", async () => {
    const play = control("unit.forward"), step = control("idea.step"), page = await open(play, step);
    page.press(play);
    page.press(step);
    page.root.dataset.clock = "running";
    await page.wake();
    assert.deepEqual(page.done, ["unit.forward"]);
    page.root.dataset.clock = "idle";
    for (let k = 0; k < 10; k++) await settle();
    assert.deepEqual(page.done, ["unit.forward", "idea.step"]);
});

test("a control that the page does not have any more is passed over", async () => {
    const gone = control("idea.old"), step = control("idea.step"), controls = [gone, step], page = await open(...controls);
    page.press(gone);
    page.press(step);
    gone.id = "renamed";
    await page.wake();
    assert.deepEqual(page.done, ["idea.step"]);
});

for (const state of ["ready", "failed"]) {
    test(`once the page is ${state}, presses are the page's own`, async () => {
        const step = control("idea.step"), page = await open(step);
        await page.wake(state);
        page.press(step);
        await page.wake(state);
        assert.deepEqual([page.notes, page.done, step.hasAttribute("data-waiting")], [[], [], false]);
    });
}

test("if Python fails, nothing that waited is done", async () => {
    const step = control("idea.step"), page = await open(step);
    page.press(step);
    await page.wake("failed");
    assert.deepEqual([page.done, page.finished], [[], []]);
});
