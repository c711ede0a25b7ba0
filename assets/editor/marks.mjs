// What the page marks in the text: the line with an error, and stretches of it, such as the mentions of one variable.
//
// setMarks.of([problem, marks]) is the effect that changes them, `marked` the field of the editor's state that holds them.
// problem: the number of a line, or 0; marks: [[from, to, class], …], in characters.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

export const setMarks = StateEffect.define();

const decorationsOf = ({ doc }, problem, marks) => {
    const ranges = [];
    if (problem > 0 && problem <= doc.lines) ranges.push(Decoration.line({ class: "cm-problem" }).range(doc.line(problem).from));
    for (const [from, to, name] of marks) {
        if (from < to && to <= doc.length) ranges.push(Decoration.mark({ class: name }).range(from, to));
    }
    return Decoration.set(ranges, true);
};

// Whether two sets of decorations are the same. (RangeSet.eq takes marks of different classes for equal.)
const same = (one, other) => {
    const a = one.iter(), b = other.iter();
    for (; a.value && b.value; a.next(), b.next()) if (a.from !== b.from || a.to !== b.to || !a.value.eq(b.value)) return false;
    return !a.value && !b.value;
};

export const marked = StateField.define({
    create: () => Decoration.none,
    update(value, transaction) {
        const mapped = value.map(transaction.changes);
        const effect = transaction.effects.find((one) => one.is(setMarks));
        if (!effect) return mapped;
        const fresh = decorationsOf(transaction.state, ...effect.value);
        return same(mapped, fresh) ? mapped : fresh; // the editor draws nothing again if it gets the same object back
    },
    provide: (field) => EditorView.decorations.from(field),
});
