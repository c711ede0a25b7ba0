// An editor for Python, in two qualities: a plain text field at once, and in its place, when there has been time to load it,
// CodeMirror (assets/vendor/editor/editor.js, made by tools/editor.mjs). Without that file the field stays.
//
// window.microgradEditor: make(place, label, text, heard, pointed, names) -> { setText(text, problem, marks), show(problem, marks), flush() }
// marks: [from, to, class] each, as JSON
// heard(text) is called a moment after the reader has typed (flush: now), pointed(offset) with the place under the pointer, or -1;
// names: what is completed, [name, kind, signature, help, of what] each; an editor that has some is one for programs.

"use strict";

window.microgradEditor = (() => {
    const PAUSE = 10; // ms: keys pressed faster than this are heard together
    const waiting = [];
    let rich = null;

    const plain = (place, { label, text, changed }) => {
        const field = document.createElement("textarea");
        field.setAttribute("aria-label", label);
        Object.assign(field, { value: text, spellcheck: false, autocomplete: "off", autocapitalize: "off", wrap: "off" });
        const grow = () => { field.rows = Math.max(field.value.split("\n").length, 3); };
        field.addEventListener("input", () => { grow(); changed(field.value); });
        grow();
        place.replaceChildren(field);
        return {
            get text() { return field.value; },
            get focused() { return document.activeElement === field; },
            setText(words, problem) { field.value = words; grow(); this.show(problem); },
            show(problem) { field.setAttribute("aria-invalid", String(problem > 0)); },
            focus() { field.focus(); },
        };
    };

    const make = (place, label, text, heard, pointed, names) => {
        let timer = 0, unheard = null, shown = [0, []];
        const flush = () => {
            clearTimeout(timer);
            const words = unheard;
            unheard = null;
            if (words !== null) heard(words);
        };
        const changed = (words) => {
            clearTimeout(timer);
            unheard = words;
            timer = setTimeout(flush, PAUSE);
        };
        const options = (words) => ({ label, text: words, changed, pointed, names });
        let inner = (rich ?? plain)(place, options(text));
        loadSoon();
        if (!rich) waiting.push(() => {
            const { text: words, focused } = inner;
            inner = rich(place, options(words));
            inner.show(...shown);
            if (focused) inner.focus();
        });
        return {
            flush,
            setText(words, problem, marks) {
                clearTimeout(timer);
                unheard = null;
                shown = [problem, JSON.parse(marks)];
                inner.setText(words, ...shown);
            },
            show(problem, marks) { shown = [problem, JSON.parse(marks)]; inner.show(...shown); },
        };
    };

    // As soon as the browser has nothing else to do for a moment: that is when the page is ready, or still waits for Python.
    const load = () => import(new URL("assets/vendor/editor/editor.js", document.baseURI).href).then((module) => {
        rich = module.editor;
        waiting.splice(0).forEach((upgrade) => upgrade());
    }, () => { /* the plain field stays */ });
    let loading = false;
    const loadSoon = () => {
        if (loading) return;
        loading = true;
        (window.requestIdleCallback ?? setTimeout)(load);
    };

    return { make };
})();
