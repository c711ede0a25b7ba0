"""Boots the page: the pages of the registry on a stage, and the stage in the browser."""

from pages import dom

try:
    from pages.registry import PAGES
    from pages.runtime import Stage

    dom.start(Stage(PAGES))
except Exception as error:
    dom.fail(error)
