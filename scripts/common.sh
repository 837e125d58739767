# Shared by the scripts beside it: `. "$(dirname "$0")/common.sh"`.
# Written for bash 3.2, which is what macOS has.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VENV=".venv"
PY="$VENV/bin/python"

say() { printf '%s\n' "$*"; }

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# apt-get without a question asked: as root, or where sudo needs no password.
may_apt() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1
}

apt_install() {
  local as_root="" log
  log="$(mktemp)"
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  say "Installing with apt-get: $*"
  $as_root apt-get update -qq >/dev/null 2>&1 || true
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    return 1
  }
  rm -f "$log"
}

is_new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# The path of a Python 3.11 or later. PYTHON=/path/to/python overrides the search.
find_python() {
  local name
  if [ -n "${PYTHON:-}" ]; then
    is_new_enough "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11 or later."
    say "$PYTHON"
    return
  fi
  for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then
      command -v "$name"
      return
    fi
  done
  fail "Hive needs Python 3.11 or later, and none was found.
  Debian 12, Ubuntu 24.04 or later:  sudo apt-get install python3 python3-venv
  Ubuntu 22.04:                      sudo apt-get install python3.11 python3.11-venv
  macOS:                             brew install python@3.13
Or say where it is:                  PYTHON=/path/to/python3 make run"
}

# Debian and Ubuntu ship `venv` without `ensurepip` until python3-venv is installed.
make_venv() {
  local python="$1"
  rm -rf "$VENV"
  if "$python" -c 'import ensurepip' >/dev/null 2>&1; then
    "$python" -m venv "$VENV"
    return
  fi
  if "$python" -c 'import virtualenv' >/dev/null 2>&1; then
    "$python" -m virtualenv -q "$VENV"
    return
  fi
  if command -v virtualenv >/dev/null 2>&1; then
    virtualenv -q -p "$python" "$VENV"
    return
  fi
  local version
  version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  if may_apt && { apt_install "python$version-venv" || apt_install python3-venv; } &&
    "$python" -c 'import ensurepip' >/dev/null 2>&1; then
    "$python" -m venv "$VENV"
    return
  fi
  fail "This Python cannot make virtual environments yet. Please run
  sudo apt-get install python$version-venv
and then the same command again."
}

# ensure_venv base|dev: the environment holds exactly what requirements/<which>.txt says.
# The copy kept inside the environment tells whether anything changed, so a second start skips pip.
ensure_venv() {
  local which="$1" wanted="requirements/$1.txt" stamp="$VENV/.installed-$1.txt"
  if "$PY" -c '' >/dev/null 2>&1 && cmp -s "$wanted" "$stamp"; then
    return
  fi
  if ! { "$PY" -c '' >/dev/null 2>&1 && is_new_enough "$PY"; }; then
    local python
    python="$(find_python)"
    say "Making the virtual environment in $VENV with $("$python" --version)"
    make_venv "$python"
  fi
  say "Installing the locked dependencies ($wanted)"
  rm -f "$stamp"
  "$PY" -m pip install -qq --disable-pip-version-check --no-input --prefer-binary \
    --require-hashes -r "$wanted" ||
    fail "The dependencies could not be installed. Is this machine online? Then try again."
  cp "$wanted" "$stamp"
  # The development lock is pinned to the same versions, so it covers the other one too.
  if [ "$which" = dev ]; then
    cp requirements/base.txt "$VENV/.installed-base.txt"
  fi
}

free_port() {
  "$PY" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
