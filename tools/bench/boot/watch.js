// Put before the page's own scripts: when its parts were there, in ms since the reader asked for the page.
window.bootTimes = { freezes: [] };
new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) bootTimes.freezes.push(duration);
}).observe({ type: "longtask", buffered: true });
new MutationObserver((_, watch) => {
    if (document.documentElement?.dataset.python !== "ready") return;
    watch.disconnect();
    bootTimes.ready = performance.now();
    const passed = () => { bootTimes.forward = performance.now(); };
    const button = document.querySelector("[data-do='unit.forward']");
    if (!button) return passed(); // the bare page has done its one thing when it is ready
    const values = () => document.querySelectorAll("#unit [data-node][data-value]").length;
    setTimeout(() => {
        const before = values();
        button.click();
        const look = () => values() > before ? passed() : requestAnimationFrame(look);
        look();
    });
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-python"] });
