#!/bin/bash
# Makes xenopolis-agent.deb: the agent, a Java runtime of its own, and how systemd runs it in a dom0. Needs no root.
# Usage: build.sh OUT.deb [QUARKUS_APP]; QUARKUS_APP is what the build made of host-service.
set -euo pipefail

# What the agent and its libraries use of the JDK.
MODULES='java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs'
VERSION=0.1.0
MAIN=io.quarkus.runner.GeneratedMain
JAVA_OPTIONS='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx192m --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED'

fail() { echo "agent package: $*" >&2; exit 1; }

# What the JVM learns in a first start (which classes it needs, loaded and linked) is kept: a dom0 with one slow processor
# starts the agent in a third of the time. The agent learns with a simulated host and without any service.
train() {
    local lib=$root/usr/lib/xenopolis host=00000000-0000-4000-8000-000000000000 pid tries=0
    command -v openssl >/dev/null || { echo "agent package: openssl is missing, so the agent will start slowly" >&2; return; }
    mkdir -p "$work/tls/host"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$host" \
        -addext "subjectAltName=URI:spiffe://xenopolis/host/$host,DNS:localhost" \
        -keyout "$work/tls/host/$host-key.pem" -out "$work/tls/host/$host.pem" 2>/dev/null
    cp "$work/tls/host/$host.pem" "$work/tls/ca.pem"
    (cd "$lib" && XENO_TLS_DIR=$work/tls XENO_DATA_DIR=$work/data XENO_SIM_HOSTS=1 XENO_SIM_PORT_BASE=0 \
        XENO_SCHEDULER=127.0.0.1:9 XENO_IMAGES=127.0.0.1:9 XENO_KAFKA=127.0.0.1:9 \
        exec runtime/bin/java $JAVA_OPTIONS -XX:AOTCacheOutput=agent.aot -cp "$(classpath "$lib")" $MAIN) >"$work/train.log" 2>&1 &
    pid=$!
    until grep -q 'hosts (SIMULATED)' "$work/train.log"; do
        kill -0 $pid 2>/dev/null && [ $((tries += 1)) -lt 120 ] || fail "the agent does not start: $(grep -m 3 -E "ERROR|Caused" "$work/train.log")"
        sleep 1
    done
    sleep 5
    kill $pid
    wait $pid || true
    [ -s "$lib/agent.aot" ] || fail "nothing was learned: $(tail -n 3 "$work/train.log")"
}

# The agent's jars in Quarkus' order, as the unit names them: without its own class loader, which nothing can be learned of.
classpath() {
    (cd "$1" && echo agent/quarkus/{transformed,generated}-bytecode.jar agent/{app,lib/boot,lib/main}/*.jar) | tr ' ' ':'
}

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
cp -rp "$app" "$root/usr/lib/xenopolis/agent"
"$JAVA_HOME/bin/jlink" --add-modules "$MODULES" --strip-debug --no-header-files \
    --no-man-pages --generate-cds-archive --output "$root/usr/lib/xenopolis/runtime" >/dev/null
# The helper is one of the agent's jars and a few that it needs: it starts before the agent, and soon.
install -d "$root/usr/lib/xenopolis/helper"
for jar in "$root"/usr/lib/xenopolis/agent/{app/host-service,lib/main/org.xenopolis.c,lib/boot/org.jboss.logging}*.jar; do
    ln -s "..${jar#"$root"/usr/lib/xenopolis}" "$root/usr/lib/xenopolis/helper/"
done
cat >"$root/usr/lib/xenopolis/agent.args" <<END
$JAVA_OPTIONS
-XX:AOTCache=agent.aot
-cp $(classpath "$root/usr/lib/xenopolis")
$MAIN
END
train
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
