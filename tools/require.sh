#!/bin/sh
# One clear line for whatever the machine lacks.
python=$1
if [ "$python" = missing ]; then
  echo "riata needs Python 3.11 or newer: sudo apt-get install python3 python3-venv (or python3.11)" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  echo "riata needs Python's venv module: sudo apt-get install python3-venv" >&2
  exit 1
fi
compiler=${CXX:-}
for one in c++ g++ clang++; do
  [ -n "$compiler" ] || ! command -v "$one" >/dev/null 2>&1 || compiler=$one
done
if ! printf '#include <span>\nint main() { return 0; }\n' |
  ${compiler:-c++} -std=c++20 -fsyntax-only -x c++ - >/dev/null 2>&1; then
  echo "riata needs a C++20 compiler (g++ 11 or clang 14, or newer): sudo apt-get install g++" >&2
  exit 1
fi
if ! "$python" -c 'import os, sys, sysconfig as s; p = os.path.join(s.get_path("include"), "Python.h"); sys.exit(not os.path.exists(p))'; then
  echo "riata needs Python's headers: sudo apt-get install python3-dev" >&2
  exit 1
fi
