// What the page needs before Python is there: the stored theme, a quiet line that says how far Python has come, and, if it does not
// come, a reason and a way to try again. Runs first, as a classic script.
//
// <html data-python> is "booting" until pages/main.py sets "ready", or this script sets "failed".
//
// window.microgradBoot:
//     say(text), note(text), done(names), fail(reason)     what the line says
//     painted        a promise: the first pictures are on screen
//     program        a promise of Pyodide's WebAssembly, compiled: begun here, or in the one file by single_file.js
//     careful        whether the start just before this one failed, and no snapshot of the host should be tried
//     instead        set by interpreter.mjs after a start from a snapshot: forgets it, before the page is started again
//     copy(text), save(text, name), address(fragment)      for the pages

"use strict";

window.microgradBoot = (() => {
    const root = document.documentElement;
    const started = performance.now();
    const OURS = /^(blob:|file:)|\/(pages|assets)\/|\.html$/; // an error in a browser extension's script is not the page's
    const PATIENCE = 45; // seconds: a longer wait is called unusual

    // What PyScript's message of progress begins with -> what the line says.
    const STAGES = [
        ["Loading Pyodide", "Waking Python"],
        ["Loading interpreter", "Waking Python: the interpreter and our engine. The first time takes a few seconds"],
        ["Loaded interpreter", "Python is awake; loading the engine"],
        ["Loading files", "Loading the engine and the pages"],
        ["Loaded Pyodide", "Starting the pages"],
    ];
    const FROM_A_FILE = "You opened the page's source from a file, and a browser does not let such a page load its parts. "
        + "Open dist/micrograd.html instead (python3 -m tools bundle makes it): the same page, whole in one file. "
        + "Or serve this one: python3 -m tools run";

    let text = "Waking Python", note = "", retry = false;

    try {
        const theme = localStorage.getItem("theme");
        if (theme === "dark" || theme === "light") root.dataset.theme = theme;
    } catch { /* if storage is forbidden, the page takes the system's theme */ }

    const booting = () => root.dataset.python === "booting";
    const seconds = () => Math.floor((performance.now() - started) / 1000);

    // The line is made of parts, so that a screen reader speaks the words when they change, but not the running seconds.
    const part = (line, name, content, hidden) => {
        let element = line.querySelector(`[data-part="${name}"]`);
        if (!element) {
            element = document.createElement("span");
            element.dataset.part = name;
            if (hidden) element.setAttribute("aria-hidden", "true");
            line.append(element);
        }
        if (element.textContent !== content) element.textContent = content;
    };

    const show = () => {
        const line = document.getElementById("boot");
        if (!line) return; // the page is still being read: DOMContentLoaded calls this again
        if (!line.querySelector("[data-part]")) line.textContent = "";
        const waiting = booting();
        part(line, "words", waiting ? `${text} … ` : text, false);
        part(line, "seconds", waiting && seconds() > 1 ? `${seconds()} s` : "", true);
        part(line, "note", note, false);
        const actions = document.getElementById("boot-actions");
        if (retry && actions && !actions.querySelector("button")) {
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = "Try again";
            button.addEventListener("click", () => location.reload());
            actions.append(button);
        }
    };

    const say = (words) => {
        if (!booting()) return;
        text = words;
        show();
    };

    // What waits in the queue (queue.js), and then, that it has been done.
    const setNote = (words) => {
        note = words;
        show();
    };
    const done = (names) => {
        const line = document.getElementById("boot");
        if (!line) return;
        line.hidden = false;
        line.textContent = `Python is ready. Done: ${names.join(", ")}.`;
        clearTimeout(resting);
        resting = setTimeout(rest, 5000);
    };

    const fail = (reason, again = true) => {
        if (!booting()) return;
        root.dataset.python = "failed";
        text = reason;
        note = "";
        retry = again;
        show();
    };

    const failBecause = (reason) => booting() && !startAgain() && fail(`Python did not start: ${reason.replace(/\.$/, "")}. `
        + "The text and the first pictures are all here; what moves and answers is not.");

    // If the page does not begin after a start from a snapshot, it is started once more, without it.
    const SECOND_START = "micrograd-again"; // in the session's storage, from the first start to the second
    let careful = false;
    try { careful = Boolean(sessionStorage.getItem(SECOND_START)); } catch { /* without storage there is no second start either */ }
    const startAgain = () => {
        const forget = window.microgradBoot?.instead;
        try {
            if (!forget || sessionStorage.getItem(SECOND_START)) return false;
            sessionStorage.setItem(SECOND_START, "yes");
        } catch {
            return false; // without storage, the page could start again and again forever
        }
        forget().then(() => location.reload());
        return true;
    };

    // The last line of a Python traceback says what went wrong.
    const lastLine = (message) => String(message).trim().split("\n").pop();

    const ready = () => {
        const line = document.getElementById("boot");
        document.getElementById("boot-actions")?.replaceChildren();
        try { sessionStorage.removeItem(SECOND_START); } catch { /* without storage, there is nothing to remove */ }
        if (!line) return;
        line.textContent = "Python is ready.";
        resting = setTimeout(rest, 1500);
    };
    let resting = 0;
    const rest = () => {
        const line = document.getElementById("boot");
        line.textContent = "";
        line.hidden = true;
    };

    const watch = () => {
        addEventListener("py:progress", ({ detail }) => {
            const stage = STAGES.find(([beginning]) => String(detail).startsWith(beginning));
            if (stage) say(stage[1]);
        });
        addEventListener("py:failure", ({ detail }) => failBecause(lastLine(detail)));
        addEventListener("unhandledrejection", ({ reason }) => failBecause(lastLine(reason?.message ?? reason)));
        addEventListener("error", ({ message, filename, target }) => {
            if (target instanceof HTMLScriptElement) failBecause(`${target.getAttribute("src")} could not be loaded`);
            else if (message && OURS.test(filename)) failBecause(lastLine(message));
        }, true); // the error of a script that does not load does not bubble: it is only seen while it is captured
        addEventListener("py:done", () => setTimeout(
            () => failBecause("its program ended before the page was ready"), 5000));

        const clock = setInterval(() => {
            if (!booting()) return clearInterval(clock);
            if (seconds() >= PATIENCE && !retry) {
                retry = true;
                note = " This is unusually long. It may still come; if not, try again, "
                    + "or close other tabs if this computer is short of memory.";
            }
            show();
        }, 1000);

        new MutationObserver(() => { if (root.dataset.python === "ready") ready(); })
            .observe(root, { attributeFilter: ["data-python"] });
    };

    // The first pictures come first: Python's files are asked for once they have been painted, which happens between a frame's
    // callback and the task after it. (A tab in the background paints nothing, and must not wait forever.)
    const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
    const firstPicture = async () => {
        do await frame(); while (!document.querySelector("main svg"));
        await new Promise((resolve) => { setTimeout(resolve); });
    };
    const painted = Promise.race([firstPicture(), new Promise((resolve) => { setTimeout(resolve, 300); })]);
    painted.then(() => {
        const later = document.getElementById("later"); // the single file has none: single_file.js does it there
        if (!later) return;
        window.microgradBoot.program = WebAssembly.compileStreaming(fetch(later.dataset.program)); // the largest file comes first
        window.microgradBoot.program.catch(() => {}); // reported by interpreter.mjs
        document.head.append(document.importNode(later.content, true));
    });

    if (location.protocol === "file:" && !("embedded" in root.dataset)) fail(FROM_A_FILE, false);
    else watch();
    addEventListener("DOMContentLoaded", show);

    // Copies by the clipboard where the browser allows it; otherwise, as in a page from a file, by selecting and copying a field.
    // Whether it could.
    const copy = async (words) => {
        try {
            await navigator.clipboard.writeText(words);
            return true;
        } catch {
            const focused = document.activeElement;
            const field = document.createElement("textarea");
            field.value = words;
            document.body.append(field);
            field.select();
            const copied = document.execCommand("copy");
            field.remove();
            focused?.focus();
            return copied;
        }
    };

    const save = (content, name) => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([content], { type: name.endsWith(".py") ? "text/x-python" : "image/svg+xml" }));
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    };

    // The address follows the state with a delay: browsers limit how often a page may change it, and each change takes time.
    let later = 0;
    const address = (fragment) => {
        clearTimeout(later);
        later = setTimeout(() => {
            try { history.replaceState(null, "", fragment); } catch { /* the page works without it */ }
        }, 250);
    };

    return { painted, careful, say, note: setNote, done, fail: failBecause, copy, save, address };
})();
