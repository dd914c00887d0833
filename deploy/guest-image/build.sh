#!/bin/bash
# Builds a small guest from Debian packages, without root: vmlinuz, initrd.img, disk.raw, boot.raw, SHA256SUMS.
# Usage: build.sh OUTDIR. What was built before is kept in ${XDG_CACHE_HOME:-~/.cache}/xenopolis/guest.
set -euo pipefail

DISK_MEBIBYTES=64
MODULES='xen-blkfront xen-netfront virtio_pci virtio_blk virtio_net ext4 isofs'
LOADER='biosdisk part_msdos ext2 normal linux test'
FILES='vmlinuz initrd.img disk.raw boot.raw SHA256SUMS'

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

make_file_system() { # FILE FOLDER LABEL MEBIBYTES
    date -u +%F >"$2/etc/on-disk"
    truncate -s "$4M" "$1"
    # grub of Debian 12 knows no seeds of checksums.
    mkfs.ext4 -q -F -m 0 -L "$3" -O ^metadata_csum_seed -E root_owner=0:0 -d "$2" "$1"
}

number_at() { od -An -tu"$3" -j"$2" -N"$3" "$1" | tr -d ' '; }

# The kernel as paravirtualising grub reads it: unlike the kernel itself it does not know LZ4.
copy_unpacked_kernel() { # BZIMAGE FOLDER
    local offset
    offset=$((($(number_at "$1" 497 1) + 1) * 512 + $(number_at "$1" 584 4)))
    # The magic number of LZ4's old format.
    [ "$(number_at "$1" $offset 4)" -eq 407642370 ] || return 0
    fetch lz4 "$work/lz4"
    # Behind the payload stands its size.
    dd if="$1" of="$work/vmlinux.lz4" bs=64K iflag=skip_bytes,count_bytes \
        skip=$offset count=$(($(number_at "$1" 588 4) - 4)) status=none
    "$work/lz4/usr/bin/lz4" -dcq "$work/vmlinux.lz4" | gzip -1n >"$2/vmlinux.gz" || fail "the kernel cannot be unpacked."
}

# A byte for each eight bits of a number of 32, as partition tables have them.
little_endian() {
    local byte
    for byte in 0 8 16 24; do printf "\\\\%03o" $((($1 >> byte) & 255)); done
}

# One partition behind the first MiB; grub's first sector and the rest of it stand before, where firmware finds them.
make_bootable() { # FILE PARTITION
    local grub=$work/grub/usr sectors
    sectors=$(($(stat -c %s "$2") / 512))
    LD_LIBRARY_PATH=$grub/lib/x86_64-linux-gnu:$work/grub/lib/x86_64-linux-gnu "$grub/bin/grub-mkimage" -O i386-pc \
        -d "$grub/lib/grub/i386-pc" -p '(hd0,msdos1)/boot/grub' -o "$work/core.img" $LOADER ||
        fail "grub-mkimage does not run here: apt-get install --no-install-recommends grub-common"
    [ "$(stat -c %s "$work/core.img")" -lt $((2047 * 512)) ] || fail "grub does not fit before the partition."
    dd if="$grub/lib/grub/i386-pc/boot.img" of="$1" bs=440 count=1 status=none
    printf "$(printf '\\200\\376\\377\\377\\203\\376\\377\\377')$(little_endian 2048)$(little_endian "$sectors")" |
        dd of="$1" bs=1 seek=446 conv=notrunc status=none
    printf '\125\252' | dd of="$1" bs=1 seek=510 conv=notrunc status=none
    dd if="$work/core.img" of="$1" bs=512 seek=1 conv=notrunc status=none
    dd if="$2" of="$1" bs=1M seek=1 conv=notrunc,sparse status=none
}

build() {
    local initrd=$work/initrd disk=$work/disk made=$work/made
    mkdir -p "$made" "$work/debs"
    say "downloading $kernel, busybox-static and grub"
    fetch busybox-static "$work/busybox"
    fetch "$kernel" "$work/kernel"
    fetch grub-pc-bin "$work/grub"
    fetch grub-common "$work/grub"
    # A library of grub-mkimage that small systems do not have.
    fetch libdevmapper1.02.1 "$work/grub"
    busybox=$(find "$work/busybox" -path "*bin/busybox" -type f | head -n 1)
    cp "$work"/kernel/boot/vmlinuz-* "$made/vmlinuz"

    make_root "$initrd"
    copy_modules "$initrd"
    cp "$initrd/sbin/init" "$initrd/init"
    (cd "$initrd" && find . | sort | "$busybox" cpio -o -H newc -R 0:0 2>/dev/null | gzip -9n) >"$made/initrd.img"

    make_root "$disk"
    make_file_system "$made/disk.raw" "$disk" xenopolis "$DISK_MEBIBYTES"

    mkdir -p "$disk/boot/grub"
    cp "$made/vmlinuz" "$made/initrd.img" "$disk/boot"
    cp "$here/grub.cfg" "$disk/boot/grub"
    copy_unpacked_kernel "$made/vmlinuz" "$disk/boot"
    make_file_system "$work/boot.ext4" "$disk" xenopolis-boot "$((DISK_MEBIBYTES - 1))"
    make_bootable "$made/boot.raw" "$work/boot.ext4"
    (cd "$made" && sha256sum vmlinuz initrd.img disk.raw boot.raw >SHA256SUMS)
}

read_lists
kernel=$(kernel_package)
[ -n "$kernel" ] || fail "linux-image-cloud-amd64 names no kernel package."
key=$({
    (cd "$here" && cat build.sh init poweroff cloud-init cpu-millis grub.cfg)
    echo "$kernel $(version_of "$kernel") $(version_of busybox-static) $(version_of grub-pc-bin)"
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
