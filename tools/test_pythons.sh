#!/bin/sh
# Run the tests on every Python >= 3.11 found on the path or under pyenv, each in its own environment.
set -u
tried=''
failed=''
for candidate in python3.11 python3.12 python3.13 python3.14 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3; do
  version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
  "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || continue
  case " $tried " in *" $version "*) continue ;; esac
  tried="$tried $version"
  echo "== Python $version"
  env=.venv-$version
  { [ -d "$env" ] || "$candidate" -m venv "$env"; } &&
    "$env/bin/python" -m pip install --quiet --upgrade pip &&
    "$env/bin/pip" install --quiet '.[test]' &&
    "$env/bin/python" -m pytest -q || failed="$failed $version"
done
if [ -z "$tried" ]; then
  echo "no Python >= 3.11 found" >&2
  exit 1
fi
echo "tested:$tried${failed:+; failed:$failed}"
[ -z "$failed" ]
