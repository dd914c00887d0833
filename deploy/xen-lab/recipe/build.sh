#!/bin/bash
# Makes what a Xen host of the lab boots from: OUTDIR/{xen,vmlinuz,initrd.img,dom0.raw,packages.txt}.
# Usage (as root): build.sh GUESTDIR OUTDIR; GUESTDIR is what deploy/guest-image made and becomes /srv/guest in dom0.
set -euo pipefail

DISK_MEBIBYTES=3072
SUITE=bookworm
# What no host in QEMU has: it would only make the build slow.
DROPPED='drivers/gpu drivers/media drivers/infiniband drivers/usb drivers/scsi drivers/iio drivers/staging
    drivers/net/ethernet drivers/net/wireless drivers/net/can drivers/net/usb drivers/hid drivers/input
    drivers/platform drivers/hwmon drivers/mtd drivers/ata drivers/isdn sound net/wireless net/bluetooth net/mac80211'

here=$(cd "$(dirname "$0")" && pwd)
guest=$(readlink -f "$1")
out=$(readlink -f "$2")

# Everything is unpacked in memory, in a mount namespace that ends with this script.
if [ "${3:-}" != "in-namespace" ]; then
    exec unshare --mount --propagation private "$0" "$guest" "$out" in-namespace
fi
work=$out/work
mkdir -p "$work"
mount -t tmpfs -o size=3g,mode=755 lab "$work"
cd "$work"

options=(--dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*'
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright')
for folder in $DROPPED; do
    options+=(--dpkgopt="path-exclude=/lib/modules/*/kernel/$folder/*")
done

# The files of root/ come first, so that the packages find their settings; --force-confold keeps them.
cp -r "$here/root" files
chmod -R u=rwX,go=rX files
chmod 755 files/etc/initramfs-tools/hooks/* files/etc/initramfs-tools/scripts/*/*
mmdebstrap --mode=root --variant=minbase --quiet \
    --include="$(sed '/^#/d' "$here/packages" | paste -sd,)" \
    --dpkgopt=force-confold "${options[@]}" \
    --essential-hook='cp -r files/. "$1"/' \
    --customize-hook='chroot "$1" systemctl -q enable systemd-networkd guest-disks' \
    --customize-hook='chroot "$1" systemctl -q mask apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap fstrim.timer xendomains systemd-networkd-wait-online grub-common' \
    --customize-hook='rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/machine-id "$1"/etc/hostname' \
    "$SUITE" dom0

install -d dom0/srv/guest
cp "$guest"/{vmlinuz,initrd.img} dom0/srv/guest/
cp --sparse=always "$guest/disk.raw" dom0/srv/guest/
chroot dom0 dpkg-query -W >"$out/packages.txt"
zcat dom0/boot/xen-4.17-amd64.gz >"$out/xen"
cp dom0/boot/vmlinuz-* "$out/vmlinuz"
cp dom0/boot/initrd.img-* "$out/initrd.img"
# Hosts boot from outside, by QEMU.
rm -rf dom0/boot/*
truncate -s "${DISK_MEBIBYTES}M" "$out/dom0.raw"
mkfs.ext4 -q -F -m 0 -L dom0 -E root_owner=0:0 -d dom0 "$out/dom0.raw"
cd /
umount "$work"
rmdir "$work"
