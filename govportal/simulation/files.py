"""Small real files to hand in: a page that bears its name, as PDF, or as a photo where a photo is asked."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from core.fontfiles import SONG, font_file

PAGE, PHOTO = (620, 877), (640, 480)
PHOTO_WORDS = ("照片", "影像", "实景", "图片")
NOTE = "演示材料，内容均为虚构"


def is_photo(name: str) -> bool:
    """Whether a material of this name is handed in as a photo."""
    return any(word in name for word in PHOTO_WORDS)


@lru_cache(maxsize=2000)
def sample_file(name: str) -> tuple[str, bytes]:
    """File name and content for a material; the same for the same name."""
    photo = is_photo(name)
    picture = Image.new("RGB", PHOTO if photo else PAGE, "#dfe8ef" if photo else "white")
    draw = ImageDraw.Draw(picture)
    if photo:
        draw.polygon([(0, 480), (0, 330), (200, 210), (420, 340), (640, 250), (640, 480)], fill="#a9bfae")
        draw.ellipse((470, 60, 540, 130), fill="#f3d9a0")
    draw.text((50, 60), name[:24], font=_font(26), fill="#1b1b1b")
    draw.text((50, 110), NOTE, font=_font(18), fill="#7a7a7a")
    for line in range(0 if photo else 16):
        draw.line((50, 190 + line * 38, 570 - line % 4 * 60, 190 + line * 38), fill="#d7d7d7", width=2)
    content = BytesIO()
    picture.save(content, "JPEG" if photo else "PDF", quality=60)
    return f"{name[:40]}.{'jpg' if photo else 'pdf'}", content.getvalue()


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    path, index = font_file(SONG)
    return ImageFont.truetype(path, size, index=index)
