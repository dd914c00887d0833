# What xl calls when a guest's device comes: in a pause, too, so it is short. Xen's own scripts make sure that nobody else
# has a disk, and find out what a bridge is; here that is known.
PLUGS = {
    'block': '''#!/bin/sh
# The device of a guest's disk: whoever made it has made sure that nobody else has it.
[ "$1" = add ] || exit 0
device=$(xenstore-read "$XENBUS_PATH/params") && number=$(stat -L -c %t:%T "$device") && exec xenstore-write \\
    "$XENBUS_PATH/physical-device" "$number" "$XENBUS_PATH/physical-device-path" "$device" "$XENBUS_PATH/hotplug-status" connected
xenstore-write "$XENBUS_PATH/hotplug-error" "no device $device" "$XENBUS_PATH/hotplug-status" error
exit 1
''',
    'vif': '''#!/bin/sh
# A guest's card on a bridge. Its rules hang on its name and are there already.
[ "$1" = online ] || exit 0
set -- $(xenstore-read "$XENBUS_PATH/bridge" "$XENBUS_PATH/vifname")
ip link set dev "$vif" down && ip link set dev "$vif" name "$2" address fe:ff:ff:ff:ff:ff master "$1" && \\
    ip link set dev "$2" up && exec xenstore-write "$XENBUS_PATH/hotplug-status" connected
xenstore-write "$XENBUS_PATH/hotplug-error" "no card $2 on $1" "$XENBUS_PATH/hotplug-status" error
exit 1
''',
    'vif-routed': '''#!/bin/sh
# A routed guest's card: it gets its name, dom0 answers on it for all others and has a way to the guest. Xen's own
# vif-route wants programs that dom0 may not have, and an address of its eth0.
set -e
export PATH="/usr/sbin:/usr/bin:/sbin:/bin:$PATH"
name=$(xenstore-read "$XENBUS_PATH/vifname")
address=$(xenstore-read "$XENBUS_PATH/ip")
case "$1" in
online | add)
    trap 'xenstore-write "$XENBUS_PATH/hotplug-status" error' EXIT
    if [ "$vif" != "$name" ]; then
        ip link set dev "$vif" down
        ip link set dev "$vif" name "$name"
    fi
    echo 1 >"/proc/sys/net/ipv4/conf/$name/proxy_arp"
    echo 0 >"/proc/sys/net/ipv4/neigh/$name/proxy_delay"
    ip link set dev "$name" up
    ip route replace "$address/32" dev "$name"
    trap - EXIT
    xenstore-write "$XENBUS_PATH/hotplug-status" connected
    ;;
offline | remove)
    ip link set dev "$name" down 2>/dev/null || true
    ;;
esac
''',
}


def plug_in():
    for name, script in PLUGS.items():
        replace(os.path.join(ROOT, name), script.encode())
        os.chmod(os.path.join(ROOT, name), 0o700)
