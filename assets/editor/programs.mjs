// What an editor for whole programs has besides: names are completed, brackets are closed, Tab indents.
//
// programs(names) -> extensions of CodeMirror. names: [[name, kind, signature, help, of what], …]; "of what" is empty
// for a name that stands by itself, such as Value, and says what it belongs to otherwise: backward belongs to a Value.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus, moveCompletionSelection,
    selectedCompletion } from "@codemirror/autocomplete";
import { indentLess, indentMore } from "@codemirror/commands";
import { globalCompletion, localCompletionSource } from "@codemirror/lang-python";
import { bracketMatching, indentUnit, syntaxTree } from "@codemirror/language";
import { Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

// Offers the names that begin like the word before the cursor: after a dot those that belong to something, elsewhere the others.
const completeNames = (names) => {
    const options = (members) => names.filter(([, , , , of]) => Boolean(of) === members).map(([label, type, detail, help, of], k) => ({
        label, type, detail: of ? `${detail} · ${of}` : detail, info: help || undefined, boost: 90 - k }));
    const alone = options(false), afterDot = options(true);
    return (context) => {
        const { text } = context.matchBefore(/[\w.)\]]*/);
        if (/String|Comment/.test(syntaxTree(context.state).resolveInner(context.pos, -1).name) || /^[\d.][\w.]*$/.test(text)) return null;
        const module = /^micrograd[\w.]*$/.exec(text)?.[0];
        if (module) return { from: context.pos - module.length, options: alone, validFor: /^[\w.]*$/ };
        const word = /\w*$/.exec(text)[0], dot = text.at(-1 - word.length) === ".";
        if (!word && !dot && !context.explicit) return null;
        return { from: context.pos - word.length, options: dot ? afterDot : alone, validFor: /^\w*$/ };
    };
};

// Offers the names that the text itself defines, except for the word that is being typed.
const completeOwnNames = (context) => {
    const found = localCompletionSource(context);
    const word = found && context.state.sliceDoc(found.from, context.pos);
    return found && { ...found, options: found.options.filter(({ label }) => label !== word) };
};

// Nothing is offered to a reader who has left the editor in the meantime: the list would lie over what they press now.
const whileWriting = (source) => (context) => context.view?.hasFocus === false ? null : source(context);

// Tab indents once the reader has typed or selected something here. For a reader who only passes through with the keyboard it leads
// to the next control, as everywhere; and so it does after Escape.
const tabs = () => {
    let writing = false;
    return [
        EditorView.updateListener.of(({ transactions }) => {
            if (transactions.some((one) => one.isUserEvent("input") || one.isUserEvent("delete") || one.isUserEvent("select"))) writing = true;
        }),
        EditorView.domEventHandlers({ blur: () => { writing = false; } }),
        keymap.of([{
            key: "Tab",
            run: (view) => {
                if (completionStatus(view.state) === "active") {
                    if (!selectedCompletion(view.state)) moveCompletionSelection(true)(view);
                    return acceptCompletion(view);
                }
                return writing && indentMore(view);
            },
            shift: (view) => writing && indentLess(view),
        }]),
    ];
};

export const programs = (names) => [
    autocompletion({
        override: [completeNames(names), completeOwnNames, globalCompletion].map(whileWriting),
        selectOnOpen: false, interactionDelay: 0, icons: false, maxRenderedOptions: 40,
    }),
    closeBrackets(), bracketMatching(), indentUnit.of("    "), Prec.high(tabs()),
    keymap.of([...closeBracketsKeymap, ...completionKeymap]),
];
