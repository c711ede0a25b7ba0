// The better half of assets/editor.js, from CodeMirror 6; tools/editor_bundle.mjs makes one file of it.
//
// editor(place, { label, text, changed, pointed, names }) -> { text, focused, setText(text, problem, marks), show(problem, marks), focus() }
// problem: the number of a line with an error, or 0; marks: [from, to, class] each, in characters;
// names: what is completed, [name, kind, signature, help, of what] each. With some, it is an editor for programs.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus, moveCompletionSelection,
    selectedCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, isolateHistory } from "@codemirror/commands";
import { globalCompletion, localCompletionSource, python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { Annotation, EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
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

// Whether two sets of decorations are the same (RangeSet.eq does not tell marks apart).
const alike = (one, other) => {
    const a = one.iter(), b = other.iter();
    for (; a.value && b.value; a.next(), b.next()) if (a.from !== b.from || a.to !== b.to || !a.value.eq(b.value)) return false;
    return !a.value && !b.value;
};

const shown = StateField.define({
    create: () => Decoration.none,
    update(value, transaction) {
        const mapped = value.map(transaction.changes);
        const effect = transaction.effects.find((one) => one.is(told));
        if (!effect) return mapped;
        const found = decorations(transaction.state, ...effect.value);
        return alike(mapped, found) ? mapped : found; // what stays as it is need not be drawn again
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

// Names that begin as the word before the cursor: behind a dot those that something has, elsewhere those that stand by themselves.
const completing = (names) => {
    const options = (members) => names.filter(([, , , , of]) => Boolean(of) === members).map(([label, type, detail, help, of], k) => ({
        label, type, detail: of ? `${detail} · ${of}` : detail, info: help || undefined, boost: 90 - k }));
    const alone = options(false), behind = options(true);
    return (context) => {
        const { text } = context.matchBefore(/[\w.)\]]*/);
        if (/String|Comment/.test(syntaxTree(context.state).resolveInner(context.pos, -1).name) || /^[\d.][\w.]*$/.test(text)) return null;
        const module = /^micrograd[\w.]*$/.exec(text)?.[0];
        if (module) return { from: context.pos - module.length, options: alone, validFor: /^[\w.]*$/ };
        const word = /\w*$/.exec(text)[0], dot = text.at(-1 - word.length) === ".";
        if (!word && !dot && !context.explicit) return null;
        return { from: context.pos - word.length, options: dot ? behind : alone, validFor: /^\w*$/ };
    };
};

// The text's own names, without the one that is being typed.
const local = (context) => {
    const found = localCompletionSource(context);
    const word = found && context.state.sliceDoc(found.from, context.pos);
    return found && { ...found, options: found.options.filter(({ label }) => label !== word) };
};

// Tab indents for who is at work in the text; who only comes by with the keyboard goes on with it. So does Escape, then Tab.
const tabs = () => {
    let working = false;
    return [
        EditorView.updateListener.of(({ transactions }) => {
            if (transactions.some((one) => one.isUserEvent("input") || one.isUserEvent("delete") || one.isUserEvent("select"))) working = true;
        }),
        EditorView.domEventHandlers({ blur: () => { working = false; } }),
        keymap.of([{
            key: "Tab",
            run: (view) => {
                if (completionStatus(view.state) === "active") {
                    if (!selectedCompletion(view.state)) moveCompletionSelection(true)(view);
                    return acceptCompletion(view);
                }
                return working && indentMore(view);
            },
            shift: (view) => working && indentLess(view),
        }]),
    ];
};

// Many lines at once, from the clipboard of a phone or a test: as one change. Else the browser makes an element of each, and takes long.
const atOnce = EditorView.domEventHandlers({
    beforeinput: (event, view) => {
        const known = document.getSelection().isCollapsed === view.state.selection.main.empty;
        if (event.inputType !== "insertText" || !event.data?.includes("\n") || !known) return false;
        view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.paste", scrollIntoView: true });
        return true;
    },
});

const forPrograms = (names) => [
    autocompletion({ override: [completing(names), local, globalCompletion], selectOnOpen: false, interactionDelay: 0, icons: false, maxRenderedOptions: 40 }),
    atOnce, closeBrackets(), bracketMatching(), indentUnit.of("    "), Prec.high(tabs()), keymap.of([...closeBracketsKeymap, ...completionKeymap]),
];

// The place of the character under the pointer, or -1. (The nearest place may be the one behind it.)
const under = (view, { clientX: x, clientY: y }) => {
    const at = view.posAtCoords({ x, y }), box = at === null ? null : view.coordsAtPos(at);
    return at === null ? -1 : box && x < box.left ? at - 1 : at;
};

export const editor = (place, { label, text, changed, pointed, names = [] }) => {
    const alone = names.length ? [isolateHistory.of("full")] : []; // another program is undone by itself
    let last = -1;
    const point = (offset) => { if (offset !== last) pointed(last = offset); };
    place.replaceChildren();
    const view = new EditorView({
        parent: place,
        state: EditorState.create({
            doc: text,
            extensions: [
                lineNumbers(), history(), drawSelection(), indentOnInput(), python(), syntaxHighlighting(highlighter), shown,
                ...(names.length ? forPrograms(names) : []),
                keymap.of([...defaultKeymap, ...historyKeymap]),
                EditorView.contentAttributes.of({ "aria-label": label }),
                EditorView.updateListener.of((update) => {
                    if (update.docChanged && !update.transactions.some((one) => one.annotation(ours))) {
                        changed(update.state.doc.toString());
                    }
                }),
                EditorView.domEventHandlers({
                    mousemove: (event, at) => { point(under(at, event)); },
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
            view.dispatch({ changes, effects: told.of([problem, marks]), annotations: [ours.of(true), ...alone] });
        },
        show(problem, marks) { view.dispatch({ effects: told.of([problem, marks]) }); },
        focus() { view.focus(); },
    };
};
