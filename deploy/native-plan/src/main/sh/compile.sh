#!/bin/sh
# Makes target/plan of the C that TeaVM made of Java; without a C compiler there is none, and ./xeno plan uses the JVM.
set -eu
cd "$(dirname -- "$0")/../../../target"
rm -f plan
if ! command -v cc >/dev/null; then
    echo "no C compiler (Debian: gcc libc6-dev): small clusters are planned by the JVM"
    exit
fi
# Java's arithmetic wraps, and is the same on every machine; TeaVM's code looks at objects by more than one type.
cc -O2 -fwrapv -ffp-contract=off -fno-strict-aliasing -w -o plan c/all.c -lm
