#!/bin/sh
# Builds the operator console into the folder named by the first argument, from which the gateway serves it at /console/.
# Called by Maven. Where Node is missing, or packages cannot be had, the cloud is built without the console and this says
# so; XENO_CONSOLE=require makes that an error, XENO_CONSOLE=skip leaves the console out.
set -eu

out=${1:?where to}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
node_min=20.19
# The types of the API are made from it.
document=../../../openapi.yaml

without() {
    if [ "${XENO_CONSOLE:-auto}" = require ]; then
        echo "operator console: $1" >&2
        exit 1
    fi
    rm -rf "$out"
    echo "operator console: left out, $1"
    exit 0
}

is_new_enough() {
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); const [x, y] = process.argv[1].split(".").map(Number);
process.exit(a > x || (a === x && b >= y) ? 0 : 1)' "$node_min"
}

# Whether nothing changed since the files in that folder were built.
is_current() {
    [ -f "$1/index.html" ] &&
        [ -z "$(find . "$document" \( -name node_modules -o -name dist -o -name generated \) -prune -o -type f -newer "$1/index.html" -print | head -n 1)" ]
}

[ "${XENO_CONSOLE:-auto}" != skip ] || without "XENO_CONSOLE=skip"
cd "$here"
if is_current "$out"; then
    exit 0
fi
command -v node >/dev/null && command -v npm >/dev/null || without "Node $node_min or newer is not installed"
is_new_enough || without "Node $(node --version) is older than $node_min"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() {
    "$@" >"$log" 2>&1
}
# What npm installed names the lock file that it came from.
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    run npm ci --no-progress || { tail -n 15 "$log" >&2; without "its packages cannot be had"; }
fi
if ! is_current dist; then
    # A mistake in the sources is an error wherever Node is.
    run npm run build || { tail -n 40 "$log" >&2; exit 1; }
fi
rm -rf "$out"
mkdir -p "$(dirname -- "$out")"
cp -R dist "$out"
# Newer than every source, also where a checkout is newer than an old dist.
touch "$out/index.html"
echo "operator console: built into $out"
