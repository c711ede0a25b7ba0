// The one stretch in which two texts differ, as CodeMirror describes a change: { from, to, insert }. Because only this stretch is
// replaced, the cursor and the history of undo survive when the page, and not the reader, changes the text.

export const difference = (before, after) => {
    let start = 0, end = 0;
    const shorter = Math.min(before.length, after.length);
    while (start < shorter && before[start] === after[start]) start++;
    while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
    return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
};
