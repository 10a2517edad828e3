"""The picture of a round official seal: a ring, a star, the name along the ring, a caption below."""

import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from core.fontfiles import SONG_BOLD, font_file

PIXELS = 640
RED = (200, 16, 30)

_SCALE = 2
_SIZE = PIXELS * _SCALE
_CENTRE = _SIZE / 2
_RING_WIDTH = 0.026
_STAR_RADIUS = 0.15
_NAME_SIZE = 0.125
_NAME_NARROWING = 0.82
_NAME_RADIUS = 0.39
_MAX_STEP_DEGREES = 25.0
_MAX_ARC_DEGREES = 244.0
_CAPTION_SIZE = 0.07
_CAPTION_MIDDLE = 0.8
_OPACITY = 0.86


@lru_cache(maxsize=64)
def seal_picture(name: str, caption: str) -> Image.Image:
    """A square transparent picture, PIXELS wide, with `name` around the star and `caption` below it."""
    mask = Image.new("L", (_SIZE, _SIZE), 0)
    draw = ImageDraw.Draw(mask)
    margin = _SIZE * 0.012
    draw.ellipse((margin, margin, _SIZE - margin, _SIZE - margin), outline=255, width=int(_SIZE * _RING_WIDTH))
    draw.polygon(_star(), fill=255)
    _draw_name(mask, name)
    font = _font(int(_SIZE * _CAPTION_SIZE))
    draw.text((_CENTRE, _SIZE * _CAPTION_MIDDLE), caption, fill=255, font=font, anchor="mm")
    small = mask.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)
    picture = Image.new("RGBA", small.size, (*RED, 0))
    picture.putalpha(small.point(lambda value: int(value * _OPACITY)))
    return picture


def _star() -> list[tuple[float, float]]:
    outer = _SIZE * _STAR_RADIUS
    inner = outer * math.sin(math.radians(18)) / math.sin(math.radians(54))
    corners = ((outer if corner % 2 == 0 else inner, math.radians(36 * corner - 90)) for corner in range(10))
    return [(_CENTRE + radius * math.cos(angle), _CENTRE + radius * math.sin(angle)) for radius, angle in corners]


def _draw_name(mask: Image.Image, name: str) -> None:
    """Each character upright towards the ring, evenly spread and symmetric to the top."""
    step = min(_MAX_STEP_DEGREES, _MAX_ARC_DEGREES / max(1, len(name) - 1))
    size = int(_SIZE * _NAME_SIZE * min(1.0, step / 17))
    font = _font(size)
    for number, character in enumerate(name):
        degrees = (number - (len(name) - 1) / 2) * step
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), character, fill=255, font=font, anchor="mm")
        tile = tile.resize((int(size * 2 * _NAME_NARROWING), size * 2), Image.Resampling.LANCZOS)
        tile = tile.rotate(-degrees, Image.Resampling.BICUBIC, expand=True)
        x = _CENTRE + _SIZE * _NAME_RADIUS * math.sin(math.radians(degrees))
        y = _CENTRE - _SIZE * _NAME_RADIUS * math.cos(math.radians(degrees))
        corner = (round(x - tile.width / 2), round(y - tile.height / 2))
        mask.paste(255, corner, tile)


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    path, index = font_file(SONG_BOLD)
    return ImageFont.truetype(path, size, index=index)
