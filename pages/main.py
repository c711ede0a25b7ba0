"""Boots the page: the pages of the registry on a stage, and the stage in the browser."""

from pages import dom

try:
    from pages.registry import PAGES
    from pages.runtime import Stage
    from pages.wasm import WebRuntime

    dom.start(Stage(PAGES, WebRuntime()))
except Exception as error:
    dom.fail(error)
