# What guests' cards may send and receive, as nftables rules: the one place that knows them. They hang on a card's name,
# which is known before the card is there; so they are in force before the guest takes its first step. Each change is one
# transaction. Cards on a bridge are watched there; others where dom0 routes what they send, so that dom0 itself is behind
# the rules too. Part of the hand: every field is checked here again, whoever sent it.
import re

CARD = re.compile(r'xv[0-9a-f]{12}\Z')
MAC = re.compile(r'[0-9a-f]{2}(:[0-9a-f]{2}){5}\Z')
OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
IPV4 = re.compile(r'%s(\.%s){3}\Z' % (OCTET, OCTET))
PREFIX = re.compile(r'([0-9]|[12][0-9]|3[0-2])\Z')
PORT_MAX = 65535
RULES_MAX = 1024
NFT_SECONDS = 10


def formed(pattern, word, what):
    if not pattern.match(word):
        raise Refused('not ' + what)
    return word


def port(word):
    if number(word) > PORT_MAX:
        raise Refused('not a port')
    return int(word)


def remote(word):
    address, _, prefix = word.partition('/')
    formed(IPV4, address, 'an address')
    formed(PREFIX, prefix, 'a prefix')
    return None if prefix == '0' else '%s/%s' % (address, prefix)


def rule(text):
    """Its direction, and what it matches."""
    words = text.split(',')
    if len(words) != 5:
        raise Refused('not a rule')
    direction = one_of(words[0], {'in', 'out'})
    protocol = one_of(words[1], {'any', 'icmp', 'tcp', 'udp'})
    first, last, far = port(words[2]), port(words[3]), remote(words[4])
    if first > last:
        raise Refused('not a range of ports')
    match = 'ip %s %s ' % ('saddr' if direction == 'in' else 'daddr', far) if far else ''
    if protocol in ('tcp', 'udp') and (first, last) != (0, 0):
        match += '%s dport %d-%d ' % (protocol, first, last)
    elif protocol != 'any':
        match += 'ip protocol %s ' % protocol
    return direction, match


def rules(word):
    texts = [] if word == '-' else word.split(';')
    if len(texts) > RULES_MAX:
        raise Refused('too many rules')
    return [rule(text) for text in texts]


def nft(lines):
    import subprocess
    try:
        done = subprocess.run(['nft', '-f', '-'], input='\n'.join(lines + ['']).encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=NFT_SECONDS)
    except subprocess.TimeoutExpired:
        raise Refused('nft did not end')
    if done.returncode:
        raise Refused('nft: ' + done.stdout.decode('ascii', 'replace').split('\n')[0])


def bridged(mac, ipv4, allowed):
    """The verdict of what a guest may send is left to who receives it."""
    sends = ['ether saddr != %s drop' % mac, 'ether type arp arp saddr ether != %s drop' % mac,
             'ether type arp arp saddr ip != %s drop' % ipv4, 'ether type arp return', 'ether type != ip drop']
    receives = ['ether type arp arp daddr ip %s accept' % ipv4, 'ether type != ip drop']
    return sends + sending(ipv4, allowed), receives + receiving(ipv4, allowed)


def routed(mac, ipv4, allowed):
    sends = ['ether saddr != %s drop' % mac, 'meta nfproto != ipv4 drop']
    return sends + sending(ipv4, allowed), ['meta nfproto != ipv4 drop'] + receiving(ipv4, allowed)


def sending(ipv4, allowed):
    out = [match + 'return' for direction, match in allowed if direction == 'out']
    found = ['ip saddr != %s drop' % ipv4]
    return found + ['ct state established,related return'] + out + ['drop'] if out else found


def receiving(ipv4, allowed):
    return (['ip daddr != %s drop' % ipv4, 'ct state established,related accept']
            + [match + 'accept' for direction, match in allowed if direction == 'in'] + ['drop'])


# Where cards are watched: the table, its hooks, and the rules there. dom0's own answers to routed guests, and what is
# asked of it by ping, are all that they get of dom0.
PLACES = {
    'bridged': ('bridge xenopolis', bridged, (
        ('input', -200, ('iifname vmap @sends',)),
        ('forward', -200, ('iifname vmap @sends', 'oifname vmap @receives')),
        ('output', -200, ('oifname vmap @receives',)))),
    'routed': ('inet xenopolis', routed, (
        ('prerouting', -150, ('iifname vmap @sends',)),
        ('postrouting', -150, ('oifname vmap @receives',)),
        ('input', 0, ('iifname != @cards return', 'ct state established,related accept', 'ip protocol icmp accept', 'drop')))),
}


def tables(place):
    """The table that all rules are in. Made again it changes nothing."""
    table, _, hooks = PLACES[place]
    lines = ['add table ' + table, 'add set %s cards { type ifname; }' % table]
    lines += ['add map %s %s { type ifname : verdict; }' % (table, name) for name in ('sends', 'receives')]
    for hook, priority, found in hooks:
        lines += ['add chain %s %s { type filter hook %s priority %d; }' % (table, hook, hook, priority),
                  'flush chain %s %s' % (table, hook)]
        lines += ['add rule %s %s %s' % (table, hook, one) for one in found]
    return lines


def chains(card):
    return (('sends', 's-' + card), ('receives', 'r-' + card))


def elements(act, table, card):
    return (['%s element %s %s { "%s" : jump %s }' % (act, table, name, card, chain) for name, chain in chains(card)]
            + ['%s element %s cards { "%s" }' % (act, table, card)])


def guard(place, card, mac, ipv4, allowed):
    table, made, _ = PLACES[one_of(place, PLACES)]
    formed(CARD, card, 'a card')
    formed(MAC, mac, 'a MAC')
    formed(IPV4, ipv4, 'an address')
    lines = tables(place)
    for (_, chain), found in zip(chains(card), made(mac, ipv4, rules(allowed))):
        lines += ['add chain %s %s' % (table, chain), 'flush chain %s %s' % (table, chain)]
        lines += ['add rule %s %s %s' % (table, chain, one) for one in found]
    nft(lines + elements('add', table, card))


def unguard(place, card):
    """Put first, so that it is there to be dropped."""
    table = PLACES[one_of(place, PLACES)][0]
    formed(CARD, card, 'a card')
    lines = tables(place) + ['add chain %s %s' % (table, chain) for _, chain in chains(card)]
    lines += elements('add', table, card) + elements('delete', table, card)
    for _, chain in chains(card):
        lines += ['flush chain %s %s' % (table, chain), 'delete chain %s %s' % (table, chain)]
    nft(lines)


def masquerade(inside, uplink):
    """What guests send out through the uplink carries dom0's address there; nothing does, without an uplink."""
    lines = ['add table ip xenopolis_nat', 'delete table ip xenopolis_nat']
    if uplink:
        lines += ['add table ip xenopolis_nat',
                  'add chain ip xenopolis_nat out { type nat hook postrouting priority 100; }',
                  'add rule ip xenopolis_nat out ip saddr %s oifname "%s" masquerade' % (inside, uplink)]
    nft(lines)


