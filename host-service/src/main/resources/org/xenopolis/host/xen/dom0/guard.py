# What guests' cards may send and receive, as nftables rules: the one place that knows them. They hang on a card's name,
# which is known before the card is there; so they are in force before the guest takes its first step. Each change is one
# transaction. Part of the hand: every field is checked here again, whoever sent it.
import re

CARD = re.compile(r'xv[0-9a-f]{12}\Z')
MAC = re.compile(r'[0-9a-f]{2}(:[0-9a-f]{2}){5}\Z')
OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
IPV4 = re.compile(r'%s(\.%s){3}\Z' % (OCTET, OCTET))
PREFIX = re.compile(r'([0-9]|[12][0-9]|3[0-2])\Z')
PORT_MAX = 65535
RULES_MAX = 1024
NFT_SECONDS = 10
TABLE = 'bridge xenopolis'


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


def tables():
    """The table that all rules are in. Made again it changes nothing."""
    lines = ['add table ' + TABLE]
    lines += ['add map %s %s { type ifname : verdict; }' % (TABLE, name) for name in ('sends', 'receives')]
    for hook in ('input', 'forward', 'output'):
        lines += ['add chain %s %s { type filter hook %s priority -200; }' % (TABLE, hook, hook),
                  'flush chain %s %s' % (TABLE, hook)]
    return lines + ['add rule %s input iifname vmap @sends' % TABLE, 'add rule %s forward iifname vmap @sends' % TABLE,
                    'add rule %s forward oifname vmap @receives' % TABLE,
                    'add rule %s output oifname vmap @receives' % TABLE]


def sending(mac, ipv4, allowed):
    """The verdict of what a guest may send is left to who receives it."""
    yield 'ether saddr != %s drop' % mac
    yield 'ether type arp arp saddr ether != %s drop' % mac
    yield 'ether type arp arp saddr ip != %s drop' % ipv4
    yield 'ether type arp return'
    yield 'ether type != ip drop'
    yield 'ip saddr != %s drop' % ipv4
    out = [match for direction, match in allowed if direction == 'out']
    if out:
        yield 'ct state established,related return'
        for match in out:
            yield match + 'return'
        yield 'drop'


def receiving(ipv4, allowed):
    yield 'ether type arp arp daddr ip %s accept' % ipv4
    yield 'ether type != ip drop'
    yield 'ip daddr != %s drop' % ipv4
    yield 'ct state established,related accept'
    for direction, match in allowed:
        if direction == 'in':
            yield match + 'accept'
    yield 'drop'


def chains(card):
    return (('sends', 's-' + card), ('receives', 'r-' + card))


def guard(card, mac, ipv4, allowed):
    formed(CARD, card, 'a card')
    formed(MAC, mac, 'a MAC')
    formed(IPV4, ipv4, 'an address')
    allowed = rules(allowed)
    lines = tables()
    for (_, chain), found in zip(chains(card), (sending(mac, ipv4, allowed), receiving(ipv4, allowed))):
        lines += ['add chain %s %s' % (TABLE, chain), 'flush chain %s %s' % (TABLE, chain)]
        lines += ['add rule %s %s %s' % (TABLE, chain, one) for one in found]
    lines += ['add element %s %s { "%s" : jump %s }' % (TABLE, name, card, chain) for name, chain in chains(card)]
    nft(lines)


def unguard(card):
    """Put first, so that it is there to be dropped."""
    formed(CARD, card, 'a card')
    lines = tables() + ['add chain %s %s' % (TABLE, chain) for _, chain in chains(card)]
    for act in ('add', 'delete'):
        lines += ['%s element %s %s { "%s" : jump %s }' % (act, TABLE, name, card, chain) for name, chain in chains(card)]
    for _, chain in chains(card):
        lines += ['flush chain %s %s' % (TABLE, chain), 'delete chain %s %s' % (TABLE, chain)]
    nft(lines)


