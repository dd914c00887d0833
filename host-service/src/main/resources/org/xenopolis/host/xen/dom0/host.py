# What the host is, and which of its processors guests get. Part of the hand.
import glob, os, re, struct

XL_CONF = '/etc/xen/xl.conf'
CLAIM_OFF = re.compile(r'claim_mode\s*=\s*["\']?0+["\']?\s*(#.*)?\Z')
SCHEDULERS = {5: 'credit', 6: 'credit2', 7: 'arinc653', 8: 'rtds', 9: 'null'}
QUOTA = re.compile(r'^dom(\d{1,5}) quota: (\d{1,9})/(\d{1,9})$', re.M)
CPUS_MAX = 4096
CPU_RANGE = re.compile(r'(0|[1-9][0-9]{0,3})(?:-(0|[1-9][0-9]{0,3}))?\Z')


def claims_memory(conf):
    """Whether xl has the hypervisor set a domain's memory aside before it builds it; it does unless it is told not to."""
    said = [line.strip() for line in conf.split('\n') if line.strip().startswith('claim_mode')]
    return not (said and CLAIM_OFF.match(said[-1]))


def xenstore_use():
    """How many nodes each domain has in xenstore, of how many it may have; nothing where its daemon does not tell."""
    import subprocess
    try:
        said = subprocess.run(['xenstore-control', 'quota'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=10).stdout.decode('ascii', 'replace')
    except (OSError, subprocess.TimeoutExpired):
        return []
    return QUOTA.findall(said)


def facts():
    say('boot', text('/proc/sys/kernel/random/boot_id'))
    physical = xc.physinfo()
    version = xc.xeninfo()
    dom0 = xc.domain_getinfo(0, 1)[0]
    say('cpus', physical['nr_cpus'])
    say('total', physical['total_memory'])
    say('free', physical['free_memory'])
    say('dom0', dom0['mem_kb'])
    say('claims', 'yes' if claims_memory(text(XL_CONF, 65536)) else 'no')
    say('xen', '%d.%d%s' % (version['xen_major'], version['xen_minor'], version['xen_extra']))
    say('caps', physical['virt_caps'].replace(' ', ','))
    for line in text('/proc/cpuinfo', 65536).split('\n'):
        key, _, value = line.partition(':')
        if key.strip() in ('vendor_id', 'flags'):
            say(key.strip(), value.strip())
        if not line.strip():
            break
    say('scheduler', SCHEDULERS.get(xc.sched_id_get(), 'unknown'))
    say('numa', ','.join(str(size) for size in xc.numainfo()['node_memsize']) or '-')
    for domid, used, most in xenstore_use():
        say('xenstore', domid, used, most)
    disk = os.statvfs(ROOT)
    say('disk', disk.f_blocks * disk.f_frsize)
    for file in ('/usr/lib/grub-xen/grub-i386-xen_pvh.bin', '/usr/lib/grub-xen/grub-x86_64-xen.bin',
                 '/usr/libexec/xen-qemu-system-i386'):
        if os.path.exists(file):
            say('file', file)


def free():
    """Free memory, and what of it is set aside for domains that are being built: Xen's binding does not tell the second."""
    import ctypes
    path = [line.split()[-1] for line in text('/proc/self/maps', 1 << 20).split('\n') if 'libxenctrl.so' in line]
    library = ctypes.CDLL(path[0])
    library.xc_interface_open.restype = ctypes.c_void_p
    library.xc_interface_open.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint]
    library.xc_physinfo.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    library.xc_interface_close.argtypes = [ctypes.c_void_p]
    handle = library.xc_interface_open(None, None, 0)
    if not handle:
        raise Refused('the hypervisor does not answer')
    try:
        answer = ctypes.create_string_buffer(1024)
        failed = library.xc_physinfo(handle, answer)
    finally:
        library.xc_interface_close(handle)
    # xen_sysctl_physinfo begins with ten words; then total, free, scrub and outstanding, in pages.
    total, unused, _, claimed = struct.unpack_from('=4Q', answer.raw, 40)
    if failed or total * 4 != xc.physinfo()['total_memory']:
        raise Refused('the hypervisor tells its memory in a form that is not known here')
    say(unused * 4, claimed * 4)


def cpus(word):
    found = set()
    for part in word.split(','):
        match = CPU_RANGE.match(part)
        if not match:
            raise Refused('not a list of processors')
        first = int(match.group(1))
        last = int(match.group(2) or first)
        if last < first or last >= CPUS_MAX:
            raise Refused('not a list of processors')
        found.update(range(first, last + 1))
    return sorted(found)


def pin(domid, word):
    one = guest(domid)
    wanted = cpus(word)
    for vcpu in range(one['max_vcpu_id'] + 1):
        xc.vcpu_setaffinity(one['domid'], vcpu, wanted)


