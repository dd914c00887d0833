# The hand in dom0: one process, as root, that looks at the hypervisor and does what xl has no command for.
# It reads one request per line (words apart by tabs) and answers with lines, the last of which is "." or "! why".
# It knows a closed set of verbs; every word is checked against its own form, paths are made here.
import base64, errno, fcntl, glob, hashlib, os, re, select, struct, sys, time

ROOT = sys.argv[1]
RUN = sys.argv[2]
for place in glob.glob('/usr/lib/xen-*/lib/python'):
    sys.path.append(place)
from xen.lowlevel import xc as xen_control, xs as xen_store

UUID = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z')
NAME = re.compile(r'v-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(--incoming|--migratedaway)?\Z')
NUMBER = re.compile(r'(0|[1-9][0-9]{0,18})\Z')
VDEV = re.compile(r'xvd[a-z]\Z')
FILES = {'domain.cfg', 'seed.iso', 'boot'}
STAGES = {'here': '', 'incoming': '--incoming', 'migrated_away': '--migratedaway'}
DIGEST = re.compile(r'sha256:[0-9a-f]{64}\Z')
BOOT_PARTS = {'kernel', 'ramdisk'}
UNUSED_MAX = 8
LINE_MAX = 1 << 20
CONSOLE_MAX = 65536
CONSOLE_LOG_MAX = 1 << 20
CONSOLE_LOGS = '/var/log/xen/console'
SHUTDOWN_POWEROFF = 0
SETTLE_SECONDS = 10.0

xc = xen_control.xc()
xs = xen_store.xs()
loops = {}


class Refused(Exception):
    pass


def uuid(word):
    if not UUID.match(word):
        raise Refused('not an id')
    return word


def number(word):
    if not NUMBER.match(word):
        raise Refused('not a number')
    return int(word)


def one_of(word, words):
    if word not in words:
        raise Refused('not one of ' + ' '.join(sorted(words)))
    return word


def guest(word):
    domid = number(word)
    found = xc.domain_getinfo(domid, 1)
    # Domain 0 is nobody's guest, and a number that is gone answers with the next one.
    if domid == 0 or not found or found[0]['domid'] != domid:
        raise Refused('no such domain')
    return found[0]


def instance(word, *name):
    return os.path.join(ROOT, 'instances', uuid(word), *name)


def volume(word):
    return os.path.join(ROOT, 'volumes', uuid(word) + '.raw')


def owner(word):
    return os.path.join(ROOT, 'volumes', uuid(word) + '.owner')


def text(path, limit=4096):
    try:
        with open(path, 'rb') as file:
            return file.read(limit).decode('ascii', 'replace').strip()
    except OSError:
        return ''


def stored(path):
    value = xs.read('', path)
    return '' if value is None else value[:256].decode('ascii', 'replace')


def plain(value):
    return ''.join(c if ' ' < c <= '~' else '?' for c in value)[:256] or '(null)'


def unlink(path):
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass


def replace(path, content):
    with open(path + '.new', 'wb') as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.rename(path + '.new', path)


def domains():
    first = 0
    while True:
        part = xc.domain_getinfo(first, 1024)
        yield from part
        if len(part) < 1024:
            return
        first = part[-1]['domid'] + 1


def taken(file):
    """Its size, and what of that is there."""
    return file.st_size, 512 * file.st_blocks


def look():
    say('now', time.monotonic_ns())
    for one in domains():
        domid = one['domid']
        if domid == 0:
            continue
        base = '/local/domain/%d' % domid
        name = plain(stored(base + '/name'))
        cpus = xs.ls('', base + '/cpu') or []
        online = sum(1 for cpu in cpus[:512] if stored('%s/cpu/%d/availability' % (base, int(cpu))) == 'online')
        flags = ''.join(letter for letter, key in (
            ('d', 'dying'), ('s', 'shutdown'), ('p', 'paused'), ('h', 'hvm')) if one[key])
        say('domain', domid, flags or '-', one['shutdown_reason'], one['cpu_time'], one['mem_kb'], one['maxmem_kb'],
            stored(base + '/memory/target') or one['mem_kb'], online or one['online_vcpus'], one['max_vcpu_id'] + 1, name)
    for device in glob.glob('/sys/bus/xen-backend/devices/vbd-*-*'):
        _, domid, number_ = os.path.basename(device).split('-')
        counts = [text('%s/statistics/%s' % (device, name)) or '0' for name in ('rd_sect', 'wr_sect', 'rd_req', 'wr_req')]
        say('disk', domid, number_, *counts)
    for device in glob.glob('/sys/bus/xen-backend/devices/vif-*-*'):
        _, domid, number_ = os.path.basename(device).split('-')
        nets = glob.glob(device + '/net/*/statistics')
        # What the backend receives, the guest has sent.
        counts = [text('%s/%s' % (nets[0], name)) if nets else '0' for name in ('tx_bytes', 'rx_bytes')]
        say('card', domid, number_, *counts)
    for entry in os.scandir(os.path.join(ROOT, 'instances')):
        disk = os.path.join(entry.path, 'disk.raw')
        # What nothing was written to takes no block.
        sizes = taken(os.stat(disk)) if os.path.exists(disk) else (-1, 0)
        say('instance', entry.name, *sizes, 'saved' if os.path.exists(os.path.join(entry.path, 'saved')) else '-')
    for entry in os.scandir(os.path.join(ROOT, 'volumes')):
        if entry.name.endswith('.raw'):
            try:
                owned = os.readlink(entry.path[:-4] + '.owner').split('.')
            except OSError:
                owned = ['-', '-']
            say('volume', entry.name[:-4], *taken(entry.stat()), *owned)


def in_flight(domid):
    for device in glob.glob('/sys/bus/xen-backend/devices/vbd-%d-*' % domid):
        # In hexadecimal, which sysfs is not.
        numbers = text(device + '/physical_device').split(':')
        if len(numbers) == 2 and re.fullmatch('[0-9a-f]+', numbers[0]) and re.fullmatch('[0-9a-f]+', numbers[1]):
            inflight = text('/sys/dev/block/%d:%d/inflight' % (int(numbers[0], 16), int(numbers[1], 16)))
            if any(word != '0' for word in inflight.split()):
                return True
    return False


def pause(domid):
    domid = guest(domid)['domid']
    xc.domain_pause(domid)
    until = time.monotonic() + SETTLE_SECONDS
    while in_flight(domid) and time.monotonic() < until:
        time.sleep(0.005)


def unpause(domid):
    xc.domain_unpause(guest(domid)['domid'])


def rename(domid, id_, stage):
    base = '/local/domain/%d' % guest(domid)['domid']
    name = 'v-' + uuid(id_) + STAGES[one_of(stage, STAGES)]
    if any(stored('/local/domain/%d/name' % one['domid']) == name for one in domains()):
        raise Refused('another domain has that name')
    # In both places where libxl keeps it.
    while True:
        transaction = xs.transaction_start()
        xs.write(transaction, base + '/name', name)
        kept = xs.read(transaction, base + '/vm')
        if kept:
            xs.write(transaction, kept.decode() + '/name', name)
        if xs.transaction_end(transaction):
            return


def halt(domid):
    xc.domain_shutdown(guest(domid)['domid'], SHUTDOWN_POWEROFF)


def resume(domid):
    domid = guest(domid)['domid']
    # As libxl does it after a migration that failed: cooperatively, then xenstored hears of it.
    xc.domain_resume(domid, 1)
    xs.resume_domain(domid)


def poweroff(domid):
    domid = guest(domid)['domid']
    xs.write('', '/local/domain/%d/control/shutdown' % domid, 'poweroff')


def put(id_, name, content):
    os.makedirs(instance(id_), 0o700, exist_ok=True)
    replace(instance(id_, one_of(name, FILES)), base64.b64decode(content, validate=True))


def readboot(id_):
    try:
        with open(instance(id_, 'boot'), 'rb') as file:
            say(base64.b64encode(file.read(65536)).decode() or '-')
    except FileNotFoundError:
        say('-')


def watched(id_, yes):
    if one_of(yes, {'yes', 'no'}) == 'yes':
        replace(instance(id_, 'watched'), b'')
    else:
        unlink(instance(id_, 'watched'))


def folder(id_):
    os.makedirs(instance(id_), 0o700, exist_ok=True)


def lent(digest):
    if not DIGEST.match(digest):
        raise Refused('no digest')
    return os.path.join(ROOT, 'lent', digest.split(':')[1])


def borrow(id_, part, digest):
    """A boot file that other instances have too: one file for all of them, which nobody writes."""
    path = instance(id_, one_of(part, BOOT_PARTS))
    unlink(path)
    try:
        os.link(lent(digest), path)
        say('yes')
    except FileNotFoundError:
        say('no')


def lend(id_, part, digest):
    """Others may borrow it, now that it is seen here that it is what it is said to be."""
    path = instance(id_, one_of(part, BOOT_PARTS))
    sha256 = hashlib.sha256()
    with open(path, 'rb') as file:
        for piece in iter(lambda: file.read(1 << 20), b''):
            sha256.update(piece)
        os.fsync(file.fileno())
    if 'sha256:' + sha256.hexdigest() != digest:
        unlink(path)
        raise Refused('it is something else')
    try:
        os.link(path, lent(digest))
    except FileExistsError:
        pass
    unused = [entry for entry in os.scandir(os.path.join(ROOT, 'lent')) if entry.stat().st_nlink == 1]
    for entry in sorted(unused, key=lambda entry: entry.stat().st_ctime)[:-UNUSED_MAX]:
        os.unlink(entry.path)


def makedisk(id_, size):
    part = instance(id_, 'disk.part')
    size = number(size)
    with open(part, 'ab') as file:
        if file.tell() > size:
            raise Refused('the image is larger than the disk')
        os.truncate(part, size)
        os.fsync(file.fileno())
    os.rename(part, instance(id_, 'disk.raw'))


def enlarge(path, size):
    if os.path.getsize(path) < size:
        os.truncate(path, size)
        refresh(path)


def refresh(path):
    """Tells the loop devices on the file that it has grown; the guest hears of it with its next request."""
    for backing in glob.glob('/sys/block/loop*/loop/backing_file'):
        if text(backing) == path:
            device = os.open('/dev/' + backing.split('/')[3], os.O_RDWR)
            try:
                fcntl.ioctl(device, 0x4C07)
            finally:
                os.close(device)


def grow(id_, size):
    enlarge(instance(id_, 'disk.raw'), number(size))


def wipe(id_):
    path = instance(id_)
    if os.path.isdir(path):
        for name in os.listdir(path):
            os.unlink(os.path.join(path, name))
        os.rmdir(path)
    for link in glob.glob(os.path.join(ROOT, 'volumes', '*.owner')):
        if os.readlink(link).split('.')[0] == id_:
            os.unlink(link)
    for suffix in ('', '--incoming', '--migratedaway'):
        unlink('%s/guest-v-%s%s.log' % (CONSOLE_LOGS, id_, suffix))
        unlink('%s/guest-v-%s%s.log.dropped' % (CONSOLE_LOGS, id_, suffix))


def makevolume(id_, size):
    if not os.path.exists(volume(id_)):
        with open(volume(id_) + '.new', 'wb') as file:
            os.fchmod(file.fileno(), 0o600)
            file.truncate(number(size))
            os.fsync(file.fileno())
        os.rename(volume(id_) + '.new', volume(id_))


def wipevolume(id_):
    unlink(owner(id_))
    unlink(volume(id_))


def own(id_, of, vdev):
    if not VDEV.match(vdev):
        raise Refused('no device name')
    unlink(owner(id_))
    os.symlink(uuid(of) + '.' + vdev, owner(id_))


def disown(id_):
    unlink(owner(id_))


def loop(kind, id_):
    """A block device of the file, held here until it is released; then it lives for as long as a guest has it."""
    kind = one_of(kind, {'disk', 'seed', 'volume'})
    path = volume(id_) if kind == 'volume' else instance(id_, 'disk.raw' if kind == 'disk' else 'seed.iso')
    control = os.open('/dev/loop-control', os.O_RDWR)
    file = os.open(path, os.O_RDONLY if kind == 'seed' else os.O_RDWR)
    try:
        for attempt in range(50):
            free = fcntl.ioctl(control, 0x4C82)
            device = os.open('/dev/loop%d' % free, os.O_RDONLY if kind == 'seed' else os.O_RDWR)
            try:
                fcntl.ioctl(device, 0x4C00, file)
            except OSError as busy:
                os.close(device)
                if busy.errno != errno.EBUSY:
                    raise
                continue
            # Cleared by itself (4) with its last user; a seed is read only (1).
            flags = 5 if kind == 'seed' else 4
            status = struct.pack('=QQQQQIIII64s64s32s16s', 0, 0, 0, 0, 0, free, 0, 0, flags, path.encode()[:63], b'', b'', b'')
            fcntl.ioctl(device, 0x4C04, status)
            loops.setdefault('/dev/loop%d' % free, device)
            say('/dev/loop%d' % free)
            return
        raise Refused('no loop device is free')
    finally:
        os.close(file)
        os.close(control)


def unloop(device):
    held = loops.pop(device, None)
    if held is not None:
        os.close(held)


def keepsaved(id_):
    part = instance(id_, 'saved.part')
    with open(part, 'rb') as file:
        os.fsync(file.fileno())
    os.rename(part, instance(id_, 'saved'))


def dropsaved(id_):
    unlink(instance(id_, 'saved.part'))
    unlink(instance(id_, 'saved'))


def dropcopy(name):
    unlink(os.path.join(ROOT, 'copies', uuid(name)))


def sweep():
    for kind in ('instances', 'volumes', 'copies', 'lent'):
        os.makedirs(os.path.join(ROOT, kind), 0o700, exist_ok=True)
    for name in os.listdir(os.path.join(ROOT, 'copies')):
        os.unlink(os.path.join(ROOT, 'copies', name))
    for part in glob.glob(os.path.join(ROOT, 'instances', '*', '*.part')):
        os.unlink(part)


def quiet(id_):
    """Before a domain is built: its console begins anew."""
    for suffix in ('', '--incoming'):
        unlink('%s/guest-v-%s%s.log' % (CONSOLE_LOGS, uuid(id_), suffix))
        unlink('%s/guest-v-%s%s.log.dropped' % (CONSOLE_LOGS, id_, suffix))


def console(id_, offset):
    offset = number(offset)
    for suffix in ('', '--incoming'):
        path = '%s/guest-v-%s%s.log' % (CONSOLE_LOGS, uuid(id_), suffix)
        if os.path.exists(path):
            dropped = int(text(path + '.dropped') or '0')
            with open(path, 'rb') as file:
                file.seek(max(0, offset - dropped))
                found = file.read(CONSOLE_MAX)
            say(max(offset, dropped), base64.b64encode(found).decode() or '-')
            return
    say(offset, '-')


def trim_consoles():
    """The console daemon appends for ever: what a guest may fill is bounded here."""
    for path in glob.glob(CONSOLE_LOGS + '/guest-v-*.log'):
        try:
            size = os.path.getsize(path)
            if size > CONSOLE_LOG_MAX:
                with open(path, 'rb') as file:
                    file.seek(size - CONSOLE_LOG_MAX // 2)
                    rest = file.read(CONSOLE_LOG_MAX)
                dropped = int(text(path + '.dropped') or '0') + size - CONSOLE_LOG_MAX // 2
                replace(path + '.dropped', b'%d' % dropped)
                # The daemon appends: it goes on behind what is left.
                with open(path, 'r+b') as file:
                    file.truncate(0)
                with open(path, 'ab') as file:
                    file.write(rest)
        except OSError:
            pass


def watch(at):
    replace(os.path.join(RUN, 'watch'), b'%s %d' % (text('/proc/sys/kernel/random/boot_id').encode(), number(at)))


def seconds_left():
    words = text(os.path.join(RUN, 'watch')).split()
    if len(words) != 2 or words[0] != text('/proc/sys/kernel/random/boot_id'):
        return None
    return (int(words[1]) - time.monotonic_ns()) / 1e9


def watched_guests():
    for one in domains():
        match = NAME.match(stored('/local/domain/%d/name' % one['domid']))
        if match and match.group(2) != '--migratedaway' and not one['shutdown'] and not one['dying']:
            if os.path.exists(os.path.join(ROOT, 'instances', match.group(1), 'watched')):
                yield one['domid']


def fence():
    """The lease is over: guests that may be started elsewhere end here, whether or not an agent is left to say so."""
    left = seconds_left()
    if left is not None and left <= 0:
        for domid in list(watched_guests()):
            xc.domain_shutdown(domid, SHUTDOWN_POWEROFF)


VERBS = {
    'facts': (facts, 0), 'look': (look, 0), 'pause': (pause, 1), 'unpause': (unpause, 1), 'rename': (rename, 3), 'halt': (halt, 1),
    'resume': (resume, 1), 'poweroff': (poweroff, 1), 'put': (put, 3), 'readboot': (readboot, 1), 'watched': (watched, 2), 'folder': (folder, 1),
    'borrow': (borrow, 3), 'lend': (lend, 3), 'makedisk': (makedisk, 2), 'grow': (grow, 2), 'wipe': (wipe, 1), 'makevolume': (makevolume, 2),
    'wipevolume': (wipevolume, 1), 'own': (own, 3), 'disown': (disown, 1), 'loop': (loop, 2), 'unloop': (unloop, 1),
    'keepsaved': (keepsaved, 1), 'dropsaved': (dropsaved, 1), 'dropcopy': (dropcopy, 1), 'sweep': (sweep, 0),
    'quiet': (quiet, 1), 'console': (console, 2), 'watch': (watch, 1), 'guard': (guard, 5), 'unguard': (unguard, 2), 'network': (network, 4),
    'free': (free, 0), 'pin': (pin, 2),
}
out = []


def say(*words):
    out.append('\t'.join(str(word) for word in words))


def answer(line):
    out.clear()
    words = line.split('\t')
    try:
        act, count = VERBS.get(words[0], (None, 0))
        if act is None or len(words) - 1 != count:
            raise Refused('no such verb')
        act(*words[1:])
        end = '.'
    except Exception as failure:
        out.clear()
        end = '! ' + plain(type(failure).__name__ + ':' + str(failure).replace(' ', '_'))
    return '\n'.join(out + [end, ''])


def serve():
    os.makedirs(RUN, 0o700, exist_ok=True)
    # The console daemon makes no folder for guests' logs; systemd does where an agent is installed.
    if os.access(os.path.dirname(CONSOLE_LOGS), os.W_OK):
        os.makedirs(CONSOLE_LOGS, 0o750, exist_ok=True)
    replace(os.path.join(RUN, 'hand'), b'%d' % os.getpid())
    plug_in()
    pending = b''
    open_ = True
    trim_at = 0.0
    while True:
        left = seconds_left()
        # Whoever asks no more may be dead: the watch goes on until it has bitten, or another hand holds it.
        if not open_ and (left is None or left <= 0 or text(os.path.join(RUN, 'hand')) != str(os.getpid())):
            fence()
            return
        wait = 5.0 if left is None or left <= 0 else min(5.0, left)
        ready = select.select([0] if open_ else [], [], [], wait)[0]
        fence()
        if time.monotonic() >= trim_at:
            trim_consoles()
            trim_at = time.monotonic() + 5
        if not ready:
            continue
        more = os.read(0, 1 << 16)
        open_ = bool(more)
        pending += more
        while b'\n' in pending:
            line, pending = pending.split(b'\n', 1)
            reply = answer(line.decode('ascii', 'replace')).encode()
            try:
                while reply:
                    reply = reply[os.write(1, reply):]
            except OSError:
                open_ = False
        if len(pending) > LINE_MAX:
            open_ = False


import signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
sweep()
serve()
