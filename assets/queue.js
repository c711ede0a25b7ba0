// What the reader does before Python is awake. Every press and every change of a field is kept in a queue, and carried out in order
// as soon as the page is ready. Meanwhile, pointing at the first pictures shows each thing's name and number.
// This script runs before the page is read, and stops listening once the page is ready.
//
// A control that waits has the attribute data-waiting. Pressing a switch (or Play, or Start) a second time cancels the first press.

"use strict";

(() => {
    const root = document.documentElement;
    const LONGEST = 50; // presses: nobody means more than that
    const SWITCH = /\.(play|start)$/;
    const LONGEST_MS = 1000; // that one queued press may keep the next one waiting
    const stopListening = new AbortController();
    const queue = []; // { id, name, value?, checked? } of a control each, the oldest first

    const booting = () => root.dataset.python === "booting";
    const nameOf = (element) => element.getAttribute("aria-label") || element.textContent.trim()
        || element.closest("label")?.textContent.trim() || "what you changed";

    const showQueue = () => {
        const names = queue.map(({ name }) => name);
        window.microgradBoot.note(names.length ? ` Will be done as soon as it is awake: ${names.join(", ")}.` : "");
    };

    const markWaiting = (element, on) => on ? element.setAttribute("data-waiting", "") : element.removeAttribute("data-waiting");

    const onClick = ({ target }) => {
        const button = target.closest?.("[data-do]:not(input, select, textarea)");
        if (!booting() || !button || button.getAttribute("aria-disabled") === "true") return;
        const before = queue.findIndex(({ id }) => id === button.id);
        const cancels = before >= 0 && (button.hasAttribute("aria-pressed") || SWITCH.test(button.dataset.do));
        if (cancels) queue.splice(before, 1);
        else if (queue.length < LONGEST) queue.push({ id: button.id, name: nameOf(button) });
        markWaiting(button, !cancels);
        showQueue();
    };

    // Of a field, only its latest value counts.
    const onChange = ({ target }) => {
        if (!booting() || !target.matches?.("[data-do]:is(input, select, textarea)")) return;
        const before = queue.findIndex(({ id }) => id === target.id);
        if (before >= 0) queue.splice(before, 1);
        queue.push({ id: target.id, name: nameOf(target), value: target.value, checked: target.checked });
        markWaiting(target, true);
        showQueue();
    };

    const carryOut = ({ id, value, checked }) => {
        const element = document.getElementById(id);
        if (!element) return;
        markWaiting(element, false);
        if (value === undefined) return element.click();
        if (element.type === "checkbox") element.checked = checked;
        else element.value = value;
        for (const kind of ["input", "change"]) element.dispatchEvent(new Event(kind, { bubbles: true }));
    };

    // One at a time, as a reader would press them: each waits until nothing moves any more, but not longer than LONGEST_MS.
    const settled = () => new Promise((resolve) => {
        const since = performance.now();
        const look = () => root.dataset.clock === "idle" || performance.now() - since > LONGEST_MS ? resolve() : setTimeout(look, 30);
        setTimeout(look);
    });

    // --- pointing at the first pictures ---

    let tip = null;
    const onPointer = ({ target }) => {
        const thing = booting() && target.closest?.("svg [data-look][aria-label]");
        if (!thing) return tip?.remove();
        tip ??= Object.assign(document.createElement("p"), { className: "tip" });
        tip.setAttribute("aria-hidden", "true"); // it repeats the label, which a screen reader reads out anyway
        tip.textContent = thing.getAttribute("aria-label");
        const box = thing.getBoundingClientRect();
        tip.style.left = `${Math.min(Math.max(box.left + box.width / 2, 120), innerWidth - 120)}px`;
        tip.style.top = `${box.top}px`;
        document.body.append(tip);
    };

    const listen = (kind, listener) => document.addEventListener(kind, listener, { signal: stopListening.signal });
    listen("click", onClick);
    listen("input", onChange);
    listen("change", onChange);
    listen("pointerover", onPointer);
    document.addEventListener("scroll", () => tip?.remove(), { signal: stopListening.signal, passive: true });

    const watch = new MutationObserver(() => {
        if (booting()) return;
        watch.disconnect();
        stopListening.abort();
        tip?.remove();
        if (root.dataset.python !== "ready") return;
        setTimeout(async () => {
            for (const one of queue) {
                carryOut(one);
                await settled();
            }
            if (queue.length) window.microgradBoot.done(queue.map(({ name }) => name));
        });
    });
    watch.observe(root, { attributeFilter: ["data-python"] });
})();
