#!/bin/bash
# Makes xenopolis-agent.deb: the agent, a Java runtime of its own, and how systemd runs it in a dom0. Needs no root.
# Usage: build.sh OUT.deb [QUARKUS_APP]; QUARKUS_APP is what the build made of host-service.
set -euo pipefail

# What the agent and its libraries use of the JDK.
MODULES='java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs'
VERSION=0.1.0

fail() { echo "agent package: $*" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || fail "usage: build.sh OUT.deb [QUARKUS_APP]"
out=$1
app=${2:-$here/../../host-service/target/quarkus-app}
command -v dpkg-deb >/dev/null || fail "dpkg-deb is missing: apt-get install dpkg (this needs a Debian system)"
[ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/jlink" ] || fail "JAVA_HOME has to name a JDK 25 with jlink"
[ -f "$app/quarkus-run.jar" ] || fail "host-service is not built: ./mvnw -Dquick -pl host-service -am package"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"
cp -r "$here/files/." "$root"
chmod -R u=rwX,go=rX "$root"
chmod 755 "$root"/DEBIAN/postinst "$root"/DEBIAN/prerm
install -d "$root/usr/lib/xenopolis"
cp -r "$app" "$root/usr/lib/xenopolis/agent"
"$JAVA_HOME/bin/jlink" --add-modules "$MODULES" --strip-debug --no-header-files --no-man-pages --output "$root/usr/lib/xenopolis/runtime"
chmod -R u=rwX,go=rX "$root/usr/lib/xenopolis"

cat >"$root/DEBIAN/control" <<END
Package: xenopolis-agent
Version: $VERSION
Architecture: amd64
Maintainer: Xenopolis
Depends: systemd, libc6, xen-utils-common, xenstore-utils, python3, lvm2, thin-provisioning-tools, nftables, grub-xen-host, qemu-utils, iproute2, procps
Section: admin
Priority: optional
Description: makes a Xen host one of a Xenopolis cloud
 The agent (unprivileged), the helper that does in dom0 what the agent may
 ask for, and a Java runtime for both.
END
dpkg-deb --build --root-owner-group -Zzstd -z3 "$root" "$out" >/dev/null
