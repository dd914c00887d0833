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
}


def plug_in():
    for name, script in PLUGS.items():
        replace(os.path.join(ROOT, name), script.encode())
        os.chmod(os.path.join(ROOT, name), 0o700)
