#!/bin/bash
# Builds a small guest from Debian packages, without root: vmlinuz, initrd.img, disk.raw, SHA256SUMS.
# Usage: build.sh OUTDIR. What was built before is kept in ${XDG_CACHE_HOME:-~/.cache}/xenopolis/guest.
set -euo pipefail

DISK_MEBIBYTES=64
MODULES='xen-blkfront xen-netfront virtio_pci virtio_blk virtio_net ext4 isofs'
FILES='vmlinuz initrd.img disk.raw SHA256SUMS'

say() { echo "guest image: $*" >&2; }
fail() { say "$*"; exit 1; }

[ $# -eq 1 ] || fail "usage: build.sh OUTDIR"
out=$1
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/xenopolis/guest
# mkfs.ext4 lives where an ordinary user's PATH does not look.
PATH=$PATH:/usr/sbin:/sbin
for tool in apt-get apt-cache dpkg-deb gzip sha256sum mkfs.ext4; do
    command -v "$tool" >/dev/null || fail "$tool is missing: this needs a Debian system with apt and e2fsprogs."
done
mkdir -p "$out" "$cache"

apt_options=(-qq -o APT::Architecture=amd64)
[ "$(id -u)" -ne 0 ] || apt_options+=(-o APT::Sandbox::User=root)

version_of() {
    apt-cache "${apt_options[@]}" policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p' | grep -v '(none)' || true
}

# A machine whose package lists were never read (or hold no kernel) gets lists of our own.
read_lists() {
    [ -n "$(version_of linux-image-cloud-amd64)" ] && [ -n "$(version_of busybox-static)" ] && return
    say "reading package lists"
    mkdir -p "$cache/apt/lists/partial" "$cache/apt/archives/partial"
    apt_options+=(-o Dir::State::lists="$cache/apt/lists" -o Dir::Cache="$cache/apt")
    apt-get "${apt_options[@]}" update >&2 || fail "the package lists cannot be read: is this machine offline?"
    [ -n "$(version_of linux-image-cloud-amd64)" ] || fail "apt knows no package linux-image-cloud-amd64: this needs Debian."
    [ -n "$(version_of busybox-static)" ] || fail "apt knows no package busybox-static: this needs Debian."
}

# The package linux-image-cloud-amd64 is empty and names the one that holds the kernel.
kernel_package() {
    apt-cache "${apt_options[@]}" show --no-all-versions linux-image-cloud-amd64 |
        sed -n 's/^Depends:.*\(linux-image-[0-9][^ ,]*\).*/\1/p' | head -n 1
}

fetch() {
    (cd "$work/debs" && apt-get "${apt_options[@]}" download "$1" >&2) ||
        fail "the package $1 cannot be downloaded: is this machine offline, or are its package lists old (apt-get update)?"
    dpkg-deb -x "$work/debs/${1}"_*.deb "$2"
}

# The drivers a guest needs for its disk and network, with all they depend on.
copy_modules() {
    local from=$work/kernel to=$1 version module file
    [ -d "$from/lib/modules" ] || from=$work/kernel/usr
    version=$(basename "$from"/lib/modules/*)
    "$busybox" depmod -b "$from" "$version" 2>/dev/null || "$busybox" depmod -b "$from/lib/modules/$version" "$version"
    [ -s "$from/lib/modules/$version/modules.dep" ] || fail "the modules of the kernel cannot be listed."
    mkdir -p "$to/lib/modules/$version"
    for module in $MODULES; do
        # Some drivers are part of the kernel itself: they have no line.
        sed -n "s,^\(\(.*/\)\?$module\.ko[^:]*\):,\1,p" "$from/lib/modules/$version/modules.dep"
    done | tr ' ' '\n' | grep . | sort -u | while read -r file; do
        file=${file#*lib/modules/"$version"/}
        mkdir -p "$to/lib/modules/$version/$(dirname "$file")"
        cp "$from/lib/modules/$version/$file" "$to/lib/modules/$version/$file"
    done
    "$busybox" depmod -b "$to" "$version"
}

make_root() {
    mkdir -p "$1"/{bin,sbin,proc,sys,dev,run,tmp,mnt,etc,root}
    cp "$busybox" "$1/bin/busybox"
    install -m 755 "$here/init" "$1/sbin/init"
    install -m 755 "$here/poweroff" "$1/sbin/poweroff"
    install -m 755 "$here/poweroff" "$1/sbin/reboot"
    install -m 755 "$here/cloud-init" "$1/sbin/cloud-init"
    install -m 755 "$here/cpu-millis" "$1/bin/cpu-millis"
}

build() {
    local initrd=$work/initrd disk=$work/disk made=$work/made
    mkdir -p "$made" "$work/debs"
    say "downloading $kernel and busybox-static"
    fetch busybox-static "$work/busybox"
    fetch "$kernel" "$work/kernel"
    busybox=$(find "$work/busybox" -path "*bin/busybox" -type f | head -n 1)
    cp "$work"/kernel/boot/vmlinuz-* "$made/vmlinuz"

    make_root "$initrd"
    copy_modules "$initrd"
    cp "$initrd/sbin/init" "$initrd/init"
    (cd "$initrd" && find . | sort | "$busybox" cpio -o -H newc -R 0:0 2>/dev/null | gzip -9n) >"$made/initrd.img"

    make_root "$disk"
    date -u +%F >"$disk/etc/on-disk"
    truncate -s "${DISK_MEBIBYTES}M" "$made/disk.raw"
    mkfs.ext4 -q -F -m 0 -L xenopolis -E root_owner=0:0 -d "$disk" "$made/disk.raw"
    (cd "$made" && sha256sum vmlinuz initrd.img disk.raw >SHA256SUMS)
}

read_lists
kernel=$(kernel_package)
[ -n "$kernel" ] || fail "linux-image-cloud-amd64 names no kernel package."
key=$({
    (cd "$here" && cat build.sh init poweroff cloud-init cpu-millis)
    echo "$kernel $(version_of "$kernel") $(version_of busybox-static)"
} | sha256sum | cut -c1-32)

if ! (cd "$cache/$key" 2>/dev/null && sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1); then
    work=$(mktemp -d "$cache/building.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    build
    rm -rf "${cache:?}/$key"
    # Another build of the same may have been faster: either result is good.
    mv -T "$work/made" "$cache/$key" 2>/dev/null || [ -s "$cache/$key/SHA256SUMS" ]
fi
for file in $FILES; do
    cp --sparse=always "$cache/$key/$file" "$out/$file"
done
say "ready in $out ($kernel)"
