# The network that guests' cards of this host are on: made, and taken down again when the site wants another. Part of the
# hand.
import os, re

INTERFACE = re.compile(r'[a-zA-Z][a-zA-Z0-9._-]{0,14}\Z')
# By these names what was made here is known again.
GATEWAY_LABEL = 'lo:xeno'
BRIDGE_ALIAS = 'xenopolis'
PROGRAM_SECONDS = 10
NET = '/sys/class/net'


def run(*words):
    import subprocess
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=PROGRAM_SECONDS)
    if done.returncode:
        raise Refused(words[0] + ': ' + done.stdout.decode('ascii', 'replace').split('\n')[0])


def ip(*words):
    run('ip', *words)


def interface(word):
    return formed(INTERFACE, word, 'a network interface')


def ports(bridge):
    try:
        return os.listdir('%s/%s/brif' % (NET, bridge))
    except FileNotFoundError:
        raise Refused('there is no bridge ' + bridge)


def inside(word):
    """The gateway's address, and the range that guests are in."""
    address, _, prefix = word.partition('/')
    formed(IPV4, address, 'an address')
    formed(PREFIX, prefix, 'a prefix')
    value = 0
    for octet in address.split('.'):
        value = value << 8 | int(octet)
    value = value >> 32 - int(prefix) << 32 - int(prefix)
    return address, '%s/%s' % ('.'.join(str(value >> shift & 255) for shift in (24, 16, 8, 0)), prefix)


def take_down(bridge):
    """What another kind of network left, of what was made here."""
    ip('address', 'flush', 'dev', 'lo', 'label', GATEWAY_LABEL)
    for name in os.listdir(NET):
        if name != bridge and text('%s/%s/ifalias' % (NET, name)) == BRIDGE_ALIAS and not ports(name):
            ip('link', 'delete', 'dev', name)


def network(kind, bridge, uplink, gateway):
    one_of(kind, {'bridge', 'routed', 'nat', 'host-only'})
    bridge = None if bridge == '-' else interface(bridge)
    uplink = None if uplink == '-' else interface(uplink)
    address, range_ = (None, None) if gateway == '-' else inside(gateway)
    by_bridge = kind in ('bridge', 'host-only')
    if bool(bridge) != by_bridge or bool(uplink) != (kind == 'nat') or bool(address) == by_bridge:
        raise Refused('not a network')
    mark = os.path.join(RUN, 'network')
    # A plain bridge is the site's own: where nothing else was made before, nothing is asked and nothing changed.
    plain = kind == 'bridge' and text(mark) in ('', 'bridge')
    if not plain:
        take_down(bridge)
        masquerade(range_, uplink)
    if kind == 'host-only' and not os.path.exists('%s/%s' % (NET, bridge)):
        ip('link', 'add', 'name', bridge, 'type', 'bridge')
        ip('link', 'set', 'dev', bridge, 'alias', BRIDGE_ALIAS)
    if by_bridge:
        others = [port for port in ports(bridge) if not CARD.match(port)]
        if kind == 'host-only' and others:
            raise Refused('the bridge %s of guests that stay on this host leads out by %s' % (bridge, others[0]))
    if kind == 'host-only':
        ip('link', 'set', 'dev', bridge, 'up')
    if not by_bridge:
        if uplink and not os.path.exists('%s/%s' % (NET, uplink)):
            raise Refused('there is no interface ' + uplink)
        ip('address', 'replace', address + '/32', 'dev', 'lo', 'label', GATEWAY_LABEL)
        nft(tables('routed'))
        run('sysctl', '-q', '-w', 'net.ipv4.ip_forward=1')
    replace(mark, kind.encode())


