// The editor's second stage, made with CodeMirror 6. tools/editor_bundle.mjs makes one file of this and what it imports,
// assets/vendor/editor/editor.js; field.js loads that file and puts this editor in the plain field's place.
//
// editor(place, { label, text, changed, pointed, names, undone }) -> { text, focused, setText(text, problem, marks), show(problem, marks), focus() }
// What they mean stands in field.js; here `marks` is the list itself.

import { defaultKeymap, history, historyKeymap, isolateHistory, redoDepth, undoDepth } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

import { difference } from "./difference.mjs";
import { marked, setMarks } from "./marks.mjs";
import { programs } from "./programs.mjs";

// Takes in a whole text at once (from the clipboard of a phone, or a test) as one change. Otherwise the browser would first take apart,
// element by element, what it replaces, and make an element of each line, which takes long.
const pasteAtOnce = EditorView.domEventHandlers({
    beforeinput: (event, view) => {
        if (event.inputType !== "insertText" || (event.data?.length ?? 0) < 2) return false;
        const range = document.getSelection().getRangeAt(0);
        const from = view.posAtDOM(range.startContainer, range.startOffset), to = view.posAtDOM(range.endContainer, range.endOffset);
        const insert = view.state.toText(event.data);
        view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.paste", scrollIntoView: true });
        return true;
    },
});

// Only the kinds of words that the style sheet knows: each marked word is an element more, and a text of brackets has thousands.
const highlighter = tagHighlighter([
    { tag: tags.keyword, class: "tok-keyword" }, { tag: tags.comment, class: "tok-comment" },
    { tag: tags.string, class: "tok-string" }, { tag: tags.number, class: "tok-number" },
]);

const byThePage = Annotation.define(); // on a change that the page has made, and not the reader

// The offset of the character under the pointer, or -1. (CodeMirror gives the nearest gap between two characters, which may be
// the one after it.)
const characterUnder = (view, { clientX: x, clientY: y }) => {
    const at = view.posAtCoords({ x, y }), box = at === null ? null : view.coordsAtPos(at);
    return at === null ? -1 : box && x < box.left ? at - 1 : at;
};

export const editor = (place, { label, text, changed, pointed, names = [], undone }) => {
    const undoneAlone = names.length ? [isolateHistory.of("full")] : []; // putting in another program is one step of undo
    // A text that is no program belongs to the page as much as to the reader: what the page does to it, the page undoes. So the
    // editor undoes what was typed since then, and after that asks the page.
    const typed = new Compartment(), forget = (view) => {
        view.dispatch({ effects: typed.reconfigure([]) });
        view.dispatch({ effects: typed.reconfigure(history()) });
    };
    const orPage = (depth, what) => ({ state }) => !names.length && depth(state) === 0 && (undone(what), true);
    let last = -1;
    const point = (offset) => { if (offset !== last) pointed(last = offset); };
    place.replaceChildren();
    const view = new EditorView({
        parent: place,
        state: EditorState.create({
            doc: text,
            extensions: [
                lineNumbers(), typed.of(history()), drawSelection(), indentOnInput(), python(), syntaxHighlighting(highlighter), marked,
                pasteAtOnce,
                ...(names.length ? programs(names) : []),
                keymap.of([
                    { key: "Mod-z", run: orPage(undoDepth, "undo") },
                    { key: "Mod-Shift-z", run: orPage(redoDepth, "redo") }, { key: "Mod-y", run: orPage(redoDepth, "redo") },
                ]),
                keymap.of([...defaultKeymap, ...historyKeymap]),
                EditorView.contentAttributes.of({ "aria-label": label }),
                EditorView.updateListener.of((update) => {
                    if (update.docChanged && !update.transactions.some((one) => one.annotation(byThePage))) {
                        changed(update.state.doc.toString());
                    }
                }),
                EditorView.domEventHandlers({
                    mousemove: (event, at) => { point(characterUnder(at, event)); },
                    mouseleave: () => { point(-1); },
                }),
            ],
        }),
    });
    return {
        get text() { return view.state.doc.toString(); },
        get focused() { return view.hasFocus; },
        setText(words, problem, marks) {
            const changes = difference(view.state.doc.toString(), words);
            view.dispatch({ changes, effects: setMarks.of([problem, marks]), annotations: [byThePage.of(true), ...undoneAlone] });
            if (!names.length) forget(view);
        },
        show(problem, marks) { view.dispatch({ effects: setMarks.of([problem, marks]) }); },
        focus() { view.focus(); },
    };
};
