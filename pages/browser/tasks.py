"""Coroutines that nobody waits for, and errors of the page's own code, which are reported."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import js

running: set[Any] = set()  # asyncio itself does not hold on to a task


def start_task(coroutine: Callable[..., Awaitable[None]], *arguments: Any) -> None:
    """Begins something that takes time; an error in it is reported."""

    async def guarded() -> None:
        try:
            await coroutine(*arguments)
        except Exception as error:
            report(error)

    task = asyncio.ensure_future(guarded())
    running.add(task)
    task.add_done_callback(running.discard)


def report(error: Exception) -> None:
    """An error of the page's own code: whole in the console, in one sentence for the reader."""
    js.console.error("".join(traceback.format_exception(error)))
    place = js.document.getElementById("alert")
    last = traceback.format_exception_only(error)[-1].strip()
    place.textContent = f"Something in this page went wrong, and was left undone: {last}. Everything else works on."
    place.hidden = False


async def yield_to_browser() -> None:
    """Lets the browser do what waits."""
    await asyncio.sleep(0)
