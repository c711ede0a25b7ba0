"""The page scripts: five sections as pure functions of their state, and the one package, browser, that knows the browser.

A page is a module with a NAME and

    start() -> State                  a small frozen state
    view(state) -> {slot: content}    what each of its slots shows (see content.py)
    handle(state, event) -> State     what an event makes of it (see runtime.py for the events)
    moving(state) -> bool             whether it wants to hear of every animation frame

None of them imports js, pyodide or pyscript; only browser does. So they run, and are tested, under plain CPython,
and the same `view` that draws the living page renders its first pictures when the site is built.
"""
