// What the page needs before Python: the stored theme, the quiet line that tells how far Python is, and words
// and a way out when it does not come. Runs first, as a classic script.
//
// <html data-python> is "booting" until pages/main.py sets "ready", or this script "failed".
// window.microgradBoot: say(text), fail(reason), note(text), done(names); painted, a promise for the first pictures on screen; program, one
// for Pyodide's WebAssembly, compiled (where the page is served); careful, whether a start has just failed; and for the pages
// copy(text), save(text, name), address(fragment).

"use strict";

window.microgradBoot = (() => {
    const root = document.documentElement;
    const started = performance.now();
    const OURS = /^(blob:|file:)|\/(pages|assets)\/|\.html$/; // an error of an extension's script is none of ours
    const PATIENCE = 45; // seconds, after which waiting is called unusual

    // PyScript's progress, by its beginning -> what to tell the reader.
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
    } catch { /* storage may be forbidden: then the system's theme it is */ }

    const booting = () => root.dataset.python === "booting";
    const seconds = () => Math.floor((performance.now() - started) / 1000);

    // The line's parts: the words are spoken by a screen reader when they change, the running seconds are not.
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
        if (!line) return; // the page is still being read; shown when it is there
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

    // What the reader has asked for meanwhile (early.js), and that it has been done.
    const remark = (words) => {
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

    const failBecause = (reason) => booting() && !again() && fail(`Python did not start: ${reason.replace(/\.$/, "")}. `
        + "The text and the first pictures are all here; what moves and answers is not.");

    // A start from a snapshot that leads nowhere is made once more, without: interpreter.mjs sets microgradBoot.instead, and
    // then finds `careful`.
    const AGAIN = "micrograd-again";
    let careful = false;
    try { careful = Boolean(sessionStorage.getItem(AGAIN)); } catch { /* then there is no second start either */ }
    const again = () => {
        const forget = window.microgradBoot?.instead;
        try {
            if (!forget || sessionStorage.getItem(AGAIN)) return false;
            sessionStorage.setItem(AGAIN, "yes");
        } catch {
            return false; // nothing would keep it from being made for ever
        }
        forget().then(() => location.reload());
        return true;
    };

    // The last line of a Python traceback is the one that says what went wrong.
    const lastLine = (message) => String(message).trim().split("\n").pop();

    const ready = () => {
        const line = document.getElementById("boot");
        document.getElementById("boot-actions")?.replaceChildren();
        try { sessionStorage.removeItem(AGAIN); } catch { /* there is none */ }
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
        }, true); // a script that does not load tells only those who capture
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

    // The first pictures come first: Python's parts are asked for as soon as they have been painted, which happens between a
    // frame's callback and the next task. (A tab in the background paints nothing, and must not wait for ever.)
    const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
    const drawn = async () => {
        do await frame(); while (!document.querySelector("main svg"));
        await new Promise((resolve) => { setTimeout(resolve); });
    };
    const painted = Promise.race([drawn(), new Promise((resolve) => { setTimeout(resolve, 300); })]);
    painted.then(() => {
        const later = document.getElementById("later"); // the one file has none: offline.js sees to it
        if (!later) return;
        window.microgradBoot.program = WebAssembly.compileStreaming(fetch(later.dataset.program)); // it takes longest
        window.microgradBoot.program.catch(() => {}); // told by interpreter.mjs
        document.head.append(document.importNode(later.content, true));
    });

    if (location.protocol === "file:" && !("embedded" in root.dataset)) fail(FROM_A_FILE, false);
    else watch();
    addEventListener("DOMContentLoaded", show);

    // The clipboard, where it may be used; else by a field that is selected and copied, as in a page from a file.
    const copy = async (words) => {
        try {
            await navigator.clipboard.writeText(words);
        } catch {
            const field = document.createElement("textarea");
            field.value = words;
            document.body.append(field);
            field.select();
            document.execCommand("copy");
            field.remove();
        }
    };

    const save = (content, name) => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([content], { type: name.endsWith(".py") ? "text/x-python" : "image/svg+xml" }));
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    };

    // The address follows the state at a distance: a browser counts how often a page changes it, and takes its time for it.
    let later = 0;
    const address = (fragment) => {
        clearTimeout(later);
        later = setTimeout(() => {
            try { history.replaceState(null, "", fragment); } catch { /* it is only a convenience */ }
        }, 250);
    };

    return { painted, careful, say, note: remark, done, fail: failBecause, copy, save, address };
})();
