"""The folder a town is founded from; its files have the shape described in docs/running.md."""

from pathlib import Path
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C where PyYAML was built with it: the catalogue is a megabyte."""


class TownFileError(Exception):
    """A file of the folder is missing or cannot be read; the message names it."""


class TownFolder:
    """The files of one town: regions, departments with posts and halls, roles, items, search phrases, life events."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> Any:
        """The parsed content of one file. Raises TownFileError for a missing or broken one."""
        try:
            return yaml.load((self.path / name).read_text(encoding="utf-8"), Loader=LOADER)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise TownFileError(f"{name}: {error}") from error

    def has(self, name: str) -> bool:
        """Whether the folder holds this file."""
        return (self.path / name).exists()

    def item_files(self) -> list[Any]:
        """The parsed item files, one per department, in the order of their names."""
        return [self.read(f"items/{path.name}") for path in sorted((self.path / "items").glob("*.yaml"))]
