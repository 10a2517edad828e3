#!/usr/bin/env bash
# Make sure the Debian or Ubuntu packages of one or more purposes are there.
#   scripts/system_packages.sh demo        what the product needs to run
#   scripts/system_packages.sh test        what its tests need on top
# Root gets missing ones installed through apt; everybody else is told the one command that does it.
set -euo pipefail

demo=(python3-venv openssl libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk)
tests=("${demo[@]}" gcc python3-dev swig libpcsclite-dev pcscd vsmartcard-vpcd chromium poppler-utils gettext)

case "${1:-}" in
  demo) wanted=("${demo[@]}") ;;
  test) wanted=("${tests[@]}") ;;
  *) echo "usage: $0 demo|test" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "This is not Debian or Ubuntu: please see to it that these are installed: ${wanted[*]}" >&2
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $state == installed ]] || missing+=("$package")
done
(( ${#missing[@]} )) || exit 0

if (( EUID == 0 )); then
  echo "installing system packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq </dev/null
  apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
else
  echo "Some system packages are missing. This installs them; then start again:" >&2
  echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
