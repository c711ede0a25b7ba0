"""What is shown on canvases: Rasters, and Pictures of which several show one computation."""

from collections.abc import Mapping
from typing import Any

import js
from pyodide.ffi import to_js

from ..content import Pictures, Raster


class Canvases:
    """Keeps for each slot what it takes to show the next picture without making anything anew."""

    def __init__(self, slots: Mapping[str, Any]) -> None:
        self.slots = slots
        self.images: dict[str, Any] = {}
        self.pictures: dict[str, tuple[Any, Any, Any, Any]] = {}

    def paint(self, name: str, raster: Raster) -> None:
        """A raster on its canvas, by one copy into an ImageData that is kept."""
        canvas, image = self.slots[name], self.images.get(name)
        if image is None or image.width != raster.width or image.height != raster.height:
            resize(canvas, raster.width, raster.height)
            image = self.images[name] = js.ImageData.new(raster.width, raster.height)
        image.data.assign(raster.rgba)
        canvas.getContext("2d").putImageData(image, 0, 0)

    def show(self, name: str, pictures: Pictures) -> None:
        """Pictures on their canvases, straight from where they were computed."""
        layout, before, image, places = self.pictures.get(name, (None,) * 4)
        side, pixels = pictures.side, pictures.pixels()
        if layout != pictures.layout:
            resize(self.slots[name], side, side)
            small = js.document.querySelectorAll(f"canvas[data-picture^='{pictures.name}.']")
            places = [canvas.getContext("2d") for canvas in (self.slots[name], *small)]
        if pixels is not before:  # what WebAssembly computes is always at the same place
            image = js.ImageData.new(
                js.Uint8ClampedArray.new(to_js(pixels)) if isinstance(pixels, bytes) else pixels, side
            )
        self.pictures[name] = pictures.layout, pixels, image, places
        large, *small = places
        for place, k in ((large, pictures.shown), *zip(small, range(pictures.count))):
            place.putImageData(image, 0, -side * k, 0, side * k, side, side)


def resize(canvas: Any, width: int, height: int) -> None:
    """Gives the canvas that many pixels, and takes from it the first picture, which it had from before Python."""
    canvas.width, canvas.height = width, height
    canvas.style.backgroundImage = "none"
