// An editor for Python, in two stages: at once a plain text field, and in its place CodeMirror, as soon as there has been time to load
// it (assets/vendor/editor/editor.js, which the build makes from codemirror.mjs). If it cannot be loaded, the field stays.
//
// window.microgradEditor.make(place, label, text, typed, pointed, names, undone) -> { setText(text, problem, marks), show(problem, marks), flush() }
//     typed(text)        is called a moment after the reader has typed; flush() calls it now
//     pointed(offset)    is called with the character under the pointer, or -1
//     problem            the number of a line with an error, or 0
//     marks              the JSON of [[from, to, class], …]
//     undone(what)       is called with "undo" or "redo" when the editor itself has nothing to undo: then it is the page's turn
//     names              what can be completed: [[name, kind, signature, help, of what], …]; an editor that has some is for programs

"use strict";

window.microgradEditor = (() => {
    const PAUSE_MS = 10; // keys pressed faster than this are reported together
    const upgrades = []; // what to do with each plain field once CodeMirror is there
    let codeMirror = null;

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

    const make = (place, label, text, typed, pointed, names, undone) => {
        let timer = 0, unreported = null, shown = [0, []];
        const flush = () => {
            clearTimeout(timer);
            const words = unreported;
            unreported = null;
            if (words !== null) typed(words);
        };
        const changed = (words) => {
            clearTimeout(timer);
            unreported = words;
            timer = setTimeout(flush, PAUSE_MS);
        };
        const options = (words) => ({ label, text: words, changed, pointed, names, undone });
        let inner = (codeMirror ?? plain)(place, options(text));
        loadSoon();
        if (!codeMirror) upgrades.push(() => {
            const { text: words, focused } = inner;
            inner = codeMirror(place, options(words));
            inner.show(...shown);
            if (focused) inner.focus();
        });
        return {
            flush,
            setText(words, problem, marks) {
                clearTimeout(timer);
                unreported = null;
                shown = [problem, JSON.parse(marks)];
                inner.setText(words, ...shown);
            },
            show(problem, marks) { shown = [problem, JSON.parse(marks)]; inner.show(...shown); },
        };
    };

    // Loads CodeMirror as soon as the browser has nothing else to do for a moment: when the page is ready, or still waits for Python.
    const load = () => import(new URL("assets/vendor/editor/editor.js", document.baseURI).href).then((module) => {
        codeMirror = module.editor;
        upgrades.splice(0).forEach((upgrade) => upgrade());
    }, () => { /* the plain field stays */ });
    let loading = false;
    const loadSoon = () => {
        if (loading) return;
        loading = true;
        (window.requestIdleCallback ?? setTimeout)(load);
    };

    return { make };
})();
