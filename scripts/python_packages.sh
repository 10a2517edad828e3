#!/usr/bin/env bash
# Make .venv with a Python of at least 3.11 and install the named lock files into it, every package checked by its hash.
#   scripts/python_packages.sh requirements/base.txt …
set -euo pipefail

venv=${VENV:-.venv}
if [[ ! -x $venv/bin/python ]]; then
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python=$candidate
      break
    fi
  done
  if [[ -z ${python:-} ]]; then
    echo "No Python of at least 3.11 with venv was found; name one: make PYTHON=/path/to/python3" >&2
    exit 1
  fi
  "$python" -m venv "$venv"
fi
arguments=()
for lock in "$@"; do arguments+=(--requirement "$lock"); done
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes "${arguments[@]}"
