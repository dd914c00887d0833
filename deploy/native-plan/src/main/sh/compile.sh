#!/bin/sh
# Makes target/plan of the C that TeaVM made of Java; without a C compiler that works there is none, and ./xeno plan uses
# the JVM.
set -eu
cd "$(dirname -- "$0")/../../../target"
rm -f plan
# Java's arithmetic wraps, and is the same on every machine; TeaVM's code looks at objects by more than one type.
cc -O2 -fwrapv -ffp-contract=off -fno-strict-aliasing -w -o plan c/all.c -lm ||
    echo "no C compiler that works (Debian: gcc libc6-dev): small clusters are planned by the JVM"
