#!/bin/sh
# What the tests need from the machine: Chromium, Chinese fonts, PostgreSQL; with the argument
# `browsers` also WebKit, Firefox and a screen that nobody sees. Root installs the Debian packages;
# anybody else is told which ones.
set -eu

missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v chromium-headless-shell >/dev/null || missing="$missing chromium-headless-shell"
fc-list 2>/dev/null | grep -qi 'Noto Sans CJK' || missing="$missing fonts-noto-cjk"
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null; then
    missing="$missing postgresql"
fi
if [ "${1-}" = browsers ]; then
    command -v WebKitWebDriver >/dev/null || missing="$missing webkit2gtk-driver"
    command -v firefox-esr >/dev/null || missing="$missing firefox-esr"
    command -v xvfb-run >/dev/null || missing="$missing xvfb xauth"
fi
[ -z "$missing" ] && exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    printf '\nThe tests need programs that are not here:%s\n' "$missing" >&2
    printf 'On Debian or Ubuntu: sudo apt-get install%s\n' "$missing" >&2
    exit 1
fi

printf 'Installing Debian packages for the tests:%s ...\n' "$missing"
export DEBIAN_FRONTEND=noninteractive
# The tests start a PostgreSQL of their own; a service of the package is not wanted.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
log=$(mktemp)
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends fontconfig $missing; } \
    >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    printf '\nThe Debian packages could not be installed:%s\n' "$missing" >&2
    exit 1
fi
rm -f "$log"
