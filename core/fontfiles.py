"""Typefaces of the system, and small copies of them that make papers quick and slim."""

import subprocess
from functools import lru_cache

import uharfbuzz

SONG, SONG_BOLD = "Noto Serif CJK SC", "Noto Serif CJK SC:bold"


@lru_cache(maxsize=8)
def font_file(pattern: str) -> tuple[str, int]:
    """File and face that fontconfig, which WeasyPrint needs anyway, gives for a pattern such as `Noto Serif CJK SC`."""
    command = ["fc-match", "--format=%{file}\n%{index}", pattern]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    path, _newline, index = answer.stdout.partition("\n")
    return path, int(index) & 0xFFFF


@lru_cache(maxsize=2)
def common_characters_of(pattern: str) -> bytes:
    """The font of `pattern` with the characters of everyday use only: two megabytes instead of twenty-five.

    Every paper embeds what it uses of a font, and finding that out costs as much as the font is big. Rare characters,
    as they occur in names, come from the full font, which stays next in the list of families.
    """
    path, index = font_file(pattern)
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).update(_common_characters())
    wanted.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.DESUBROUTINIZE
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    )
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path), index)
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def _common_characters() -> set[int]:
    """Latin, and the 6,763 characters and 682 signs of GB 2312."""
    rows = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    signs = {ord(sign) for sign in (pair.decode("gb2312", "ignore") for pair in rows) if len(sign) == 1}
    return signs | set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
