"""Boots the page: the pages of the registry on their stage, and the stage in the browser."""

import gc

from pages import browser

try:
    from pages.snapshot_contents import app

    await browser.yield_to_browser()  # between the larger pieces of work the reader can scroll
    await browser.start(app)
    gc.freeze()  # what is there now stays: the collector need not look at it in the middle of an animation
except Exception as error:
    browser.fail(error)
