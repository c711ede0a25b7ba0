// The better half of assets/editor.js, from CodeMirror 6; tools/editor_bundle.mjs makes one file of it.
//
// editor(place, { label, text, changed, pointed }) -> { text, focused, setText(text, problem, marks), show(problem, marks), focus() }
// problem: the number of a line with an error, or 0; marks: [from, to, class] each, in characters.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { Annotation, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

// Only what the style sheet knows: every other kind of word would be one more element, in a text of brackets thousands.
const highlighter = tagHighlighter([
    { tag: tags.keyword, class: "tok-keyword" }, { tag: tags.comment, class: "tok-comment" },
    { tag: tags.string, class: "tok-string" }, { tag: tags.number, class: "tok-number" },
]);

const ours = Annotation.define(); // a change that the page made, and not the reader
const told = StateEffect.define();

const decorations = ({ doc }, problem, marks) => {
    const found = [];
    if (problem > 0 && problem <= doc.lines) found.push(Decoration.line({ class: "cm-problem" }).range(doc.line(problem).from));
    for (const [from, to, name] of marks) {
        if (from < to && to <= doc.length) found.push(Decoration.mark({ class: name }).range(from, to));
    }
    return Decoration.set(found, true);
};

const shown = StateField.define({
    create: () => Decoration.none,
    update(value, transaction) {
        for (const effect of transaction.effects) if (effect.is(told)) return decorations(transaction.state, ...effect.value);
        return value.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
});

// The one stretch in which two texts differ, so that the cursor and the history survive a change from outside.
const difference = (before, after) => {
    let from = 0, end = 0;
    const most = Math.min(before.length, after.length);
    while (from < most && before[from] === after[from]) from++;
    while (end < most - from && before.at(-1 - end) === after.at(-1 - end)) end++;
    return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
};

export const editor = (place, { label, text, changed, pointed }) => {
    let under = -1;
    const point = (offset) => { if (offset !== under) pointed(under = offset); };
    place.replaceChildren();
    const view = new EditorView({
        parent: place,
        state: EditorState.create({
            doc: text,
            extensions: [
                lineNumbers(), history(), drawSelection(), indentOnInput(), python(), syntaxHighlighting(highlighter), shown,
                keymap.of([...defaultKeymap, ...historyKeymap]),
                EditorView.contentAttributes.of({ "aria-label": label }),
                EditorView.updateListener.of((update) => {
                    if (update.docChanged && !update.transactions.some((one) => one.annotation(ours))) {
                        changed(update.state.doc.toString());
                    }
                }),
                EditorView.domEventHandlers({
                    mousemove: (event, at) => { point(at.posAtCoords({ x: event.clientX, y: event.clientY }) ?? -1); },
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
            view.dispatch({ changes, effects: told.of([problem, marks]), annotations: ours.of(true) });
        },
        show(problem, marks) { view.dispatch({ effects: told.of([problem, marks]) }); },
        focus() { view.focus(); },
    };
};
