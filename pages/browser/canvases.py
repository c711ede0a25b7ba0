"""What is shown on canvases: Rasters, and Pictures of which several show one computation."""

import js
from pyodide.ffi import to_js


class Canvases:
    """Keeps for each slot what it takes to show the next picture without making anything anew."""

    def __init__(self, slots):
        self.slots = slots
        self.images, self.pictures = {}, {}

    def paint(self, name, raster):
        """A raster on its canvas, by one copy into an ImageData that is kept."""
        canvas, kept = self.slots[name], self.images.get(name)
        if kept is None or kept.width != raster.width or kept.height != raster.height:
            sized(canvas, raster.width, raster.height)
            kept = self.images[name] = js.ImageData.new(raster.width, raster.height)
        kept.data.assign(raster.rgba)
        canvas.getContext("2d").putImageData(kept, 0, 0)

    def show(self, name, pictures):
        """Pictures on their canvases, straight from where they were made."""
        layout, made, image, places = self.pictures.get(name, (None,) * 4)
        side, new = pictures.side, pictures.make()
        if layout != pictures.layout:
            canvas = sized(self.slots[name], side, side)
            small = js.document.querySelectorAll(f"canvas[data-picture^='{pictures.name}.']")
            places = [canvas.getContext("2d"), *(small_one.getContext("2d") for small_one in small)]
        if new is not made:  # what WebAssembly makes is always at the same place
            pixels = js.Uint8ClampedArray.new(to_js(new)) if isinstance(new, bytes) else new
            image = js.ImageData.new(pixels, side)
        self.pictures[name] = pictures.layout, new, image, places
        large, *small = places
        for place, k in ((large, pictures.shown), *zip(small, range(pictures.count))):
            place.putImageData(image, 0, -side * k, 0, side * k, side, side)


def sized(canvas, width, height):
    """The canvas with that many pixels, and without the first picture, which it had from before Python."""
    canvas.width, canvas.height = width, height
    canvas.style.backgroundImage = "none"
    return canvas
