#!/bin/sh
# Have a chromium, or say how to get one.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get install -y -q chromium >/dev/null && exit 0
fi
echo "the browser tests need chromium: sudo apt-get install chromium" >&2
exit 1
