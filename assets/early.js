// The page while Python wakes up: what is pressed and typed is remembered, and carried out, in order, when it is there; what is
// pointed at in the first pictures tells its name and its number. Runs before the page is read, and goes to rest when it is ready.
//
// A button that waits has the attribute data-waiting. A switch (and Play, Start) that is pressed again takes the first press back.

"use strict";

(() => {
    const root = document.documentElement;
    const MOST = 50; // presses: more than that nobody means
    const SWITCH = /\.(play|start)$/;
    const ears = new AbortController();
    const waiting = []; // { id, name, value? } of controls, the oldest first

    const booting = () => root.dataset.python === "booting";
    const called = (element) => element.getAttribute("aria-label") || element.textContent.trim()
        || element.closest("label")?.textContent.trim() || "what you changed";

    const tell = () => {
        const names = waiting.map(({ name }) => name);
        window.microgradBoot.note(names.length ? ` Will be done as soon as it is awake: ${names.join(", ")}.` : "");
    };

    const mark = (element, on) => on ? element.setAttribute("data-waiting", "") : element.removeAttribute("data-waiting");

    const pressed = ({ target }) => {
        const button = target.closest?.("[data-do]:not(input, select, textarea)");
        if (!booting() || !button || button.getAttribute("aria-disabled") === "true") return;
        const before = waiting.findIndex(({ id }) => id === button.id);
        const back = before >= 0 && (button.hasAttribute("aria-pressed") || SWITCH.test(button.dataset.do));
        if (back) waiting.splice(before, 1);
        else if (waiting.length < MOST) waiting.push({ id: button.id, name: called(button) });
        mark(button, !back);
        tell();
    };

    // Of a field only what it says at last counts.
    const changed = ({ target }) => {
        if (!booting() || !target.matches?.("[data-do]:is(input, select, textarea)")) return;
        const before = waiting.findIndex(({ id }) => id === target.id);
        if (before >= 0) waiting.splice(before, 1);
        waiting.push({ id: target.id, name: called(target), value: target.value, checked: target.checked });
        mark(target, true);
        tell();
    };

    const carryOut = ({ id, value, checked }) => {
        const element = document.getElementById(id);
        if (!element) return;
        mark(element, false);
        if (value === undefined) return element.click();
        if (element.type === "checkbox") element.checked = checked;
        else element.value = value;
        for (const kind of ["input", "change"]) element.dispatchEvent(new Event(kind, { bubbles: true }));
    };

    // One after the other, as a reader presses: until what the last one set in motion has come to rest, or a second has passed.
    const settled = () => new Promise((resolve) => {
        const since = performance.now();
        const look = () => root.dataset.clock === "idle" || performance.now() - since > 1000 ? resolve() : setTimeout(look, 30);
        setTimeout(look);
    });

    // --- what is pointed at ---

    let tip = null;
    const pointed = ({ target }) => {
        const thing = booting() && target.closest?.("svg [data-look][aria-label]");
        if (!thing) return tip?.remove();
        tip ??= Object.assign(document.createElement("p"), { className: "tip" });
        tip.setAttribute("aria-hidden", "true"); // it is the label, which is read out anyway
        tip.textContent = thing.getAttribute("aria-label");
        const box = thing.getBoundingClientRect();
        tip.style.left = `${Math.min(Math.max(box.left + box.width / 2, 120), innerWidth - 120)}px`;
        tip.style.top = `${box.top}px`;
        document.body.append(tip);
    };

    const hear = (kind, ear) => document.addEventListener(kind, ear, { signal: ears.signal });
    hear("click", pressed);
    hear("input", changed);
    hear("change", changed);
    hear("pointerover", pointed);
    document.addEventListener("scroll", () => tip?.remove(), { signal: ears.signal, passive: true });

    const watch = new MutationObserver(() => {
        if (booting()) return;
        watch.disconnect();
        ears.abort();
        tip?.remove();
        if (root.dataset.python !== "ready") return;
        const names = waiting.map(({ name }) => name);
        setTimeout(async () => {
            for (const one of waiting) {
                carryOut(one);
                await settled();
            }
            if (names.length) window.microgradBoot.done(names);
        });
    });
    watch.observe(root, { attributeFilter: ["data-python"] });
})();
