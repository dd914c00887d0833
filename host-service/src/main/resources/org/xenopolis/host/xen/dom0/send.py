# Sends a running domain to another host, straight into the hands of receive.py there, over TLS: its files and its memory
# while it runs, then, suspended, what it has changed of its disks meanwhile. Memory that holds nothing is told, not sent.
# "xl migrate" copies the memory, this plays its peer. The peer's part ends where xl asks whether the other side is ready: there the domain is suspended and whole on its
# way, and xl is killed, so that nobody but the agents decides which copy goes on. The end of xl's stream is only passed on
# after that. If this ends early, xl hears it and lets the guest go on.
#
# Arguments: the root folder, domid, instance, the address to listen on, a port or 0. Input: a line with authority,
# certificate, key (PEM in base64) and the id of the host that may connect. Said: "at PORT TOKEN", "round N BYTES",
# "suspended BYTES NANOS" (so long ago), "done BYTES".
import base64, fcntl, glob, hashlib, hmac, os, secrets, signal, socket, ssl, struct, subprocess, sys, threading, time

PIECE = 1 << 19
PAGE_BYTES = 4096
NO_PAGE, NO_BLOCK = bytes(PAGE_BYTES), bytes(BLOCK_BYTES)
# A frame costs both ends about as much as a few pages do.
ZEROS_MIN = 4 * PAGE_BYTES
LIBXC_CONTEXT = PAGE_DATA = 1
ASKS_SECONDS = 30
LISTEN_SECONDS = 0.25
# The agents at both ends hear it, on processors that have a copy to make.
SAY_SECONDS = 1
WATCH_SECONDS = 0.005
DISK_ROUNDS = 3
SYS_READ = '0'

# Made first: a shell will name them, and knows only one digit.
held, holding = os.pipe()
told, telling = os.pipe()

for place in glob.glob('/usr/lib/xen-*/lib/python'):
    sys.path.append(place)
from xen.lowlevel import xc as xen_control

xc = xen_control.xc()
root, domid, instance, address, port = sys.argv[1], str(int(sys.argv[2])), sys.argv[3], sys.argv[4], int(sys.argv[5])
authority, certificate, key, peer = sys.stdin.readline().split()


def listen():
    """Whoever started this holds its input open for as long as it wants it done."""
    sys.stdin.read()
    os._exit(1)


threading.Thread(target=listen, daemon=True).start()


def heard(line, count):
    said = b''
    while len(said) < count:
        more = line.recv(count - len(said))
        if not more:
            raise SystemExit('the other host hung up')
        said += more
    return said


def connected():
    context = identified(ssl.PROTOCOL_TLS_SERVER, authority, certificate, key)
    context.num_tickets = 0
    token = secrets.token_hex(32)
    with socket.create_server((address, port)) as server:
        server.settimeout(CONNECT_SECONDS)
        print('at', server.getsockname()[1], token, flush=True)
        raw, _ = server.accept()
    raw.settimeout(CONNECT_SECONDS)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line = context.wrap_socket(raw, server_side=True)
    require_host(line, peer)
    if not hmac.compare_digest(heard(line, len(token)), token.encode()):
        raise SystemExit('the other host came for something else')
    return line


line = connected()
moving = []
total = 0
round_ = 1
said_at = listened_at = time.monotonic()
out = bytearray(FRAME.size + FRAME_MAX)
room = memoryview(out)[FRAME.size:]


def send(kind, index, offset, length, begin=0):
    """Sends a frame, whose content begins there in the room; what is just before that is written over."""
    global total, said_at, listened_at
    FRAME.pack_into(out, begin, kind, index, offset, length)
    line.sendall(memoryview(out)[begin:begin + FRAME.size + length])
    total += offset if kind == ZEROS else length
    now = time.monotonic()
    if now - listened_at > LISTEN_SECONDS:
        listened_at = now
        # What the kernel tells is kept in a small place until it is fetched.
        for file in moving:
            file.writes.listen()
    if now - said_at > SAY_SECONDS:
        said_at = now
        print('round', round_, total, flush=True)


def is_nothing(begin, nothing):
    begin += FRAME.size
    return out.startswith(nothing, begin, begin + len(nothing))


def zeros(size):
    """Where in the room's first bytes many pages in a row hold nothing: their beginnings and ends."""
    run = 0
    for at in range(0, size + PAGE_BYTES, PAGE_BYTES):
        if at < size and is_nothing(at, NO_PAGE):
            run += PAGE_BYTES
            continue
        if run >= ZEROS_MIN:
            yield at - run, at
        run = 0


class File:
    """A file of the guest, as far as the other side knows it."""

    def __init__(self, index, path):
        self.index = index
        self.descriptor = os.open(path, os.O_RDONLY)
        self.writes = Writes(path)
        self.sent = {}
        self.passes = 0

    def offsets(self, size):
        """Of the blocks to look at: those that were written since the last time, or all that hold something."""
        written = self.writes.take()
        if self.passes and written is not None:
            yield from (offset for offset in written if offset < size)
            return
        gone = set(self.sent)
        offset = 0
        while offset < size:
            try:
                offset = os.lseek(self.descriptor, offset, os.SEEK_DATA) // BLOCK_BYTES * BLOCK_BYTES
            except OSError:
                break
            gone.discard(offset)
            yield offset
            offset += BLOCK_BYTES
        # The guest has given these back.
        yield from gone

    def pass_on(self):
        """Sends what the other side does not have; tells how many bytes that was."""
        if self.passes and self.writes.unwritable():
            return 0
        before = total
        size = os.fstat(self.descriptor).st_size
        for offset in self.offsets(size):
            length = os.preadv(self.descriptor, [room[:BLOCK_BYTES]], offset)
            digest = hashlib.blake2b(room[:length], digest_size=16).digest()
            known = self.sent.get(offset)
            if length and known != digest and (known or not is_nothing(0, NO_BLOCK[:length])):
                send(BLOCK, self.index, offset, length)
                self.sent[offset] = digest
        send(SIZE, self.index, size, 0)
        self.passes += 1
        return total - before


def lent(path):
    """The digest under which instances share the file."""
    number = os.stat(path).st_ino
    return next((entry.name for entry in os.scandir(os.path.join(root, 'lent')) if entry.inode() == number), '-')


def files():
    """Names what moves: no path goes over the line. The other side tells what of it is there already."""
    folder = os.path.join(root, 'instances', instance)
    names = ['-']
    if os.path.exists(os.path.join(folder, 'boot')):
        with open(os.path.join(folder, 'boot'), 'rb') as file:
            names[0] = base64.b64encode(file.read(65536)).decode() or '-'
    paths = []

    def name(path, kind, *words):
        names.append(' '.join((kind, str(os.stat(path).st_size)) + words))
        paths.append(path)

    name(os.path.join(folder, 'disk.raw'), 'disk')
    for part in SHARED:
        path = os.path.join(folder, part)
        if os.path.exists(path):
            name(path, part, lent(path))
    for owner in sorted(glob.glob(os.path.join(root, 'volumes', '*.owner'))):
        of, vdev = os.readlink(owner).split('.')
        if of == instance:
            name(owner[:-len('.owner')] + '.raw', 'volume', os.path.basename(owner)[:-len('.owner')], vdev)
    header = '\n'.join(names).encode()
    room[:len(header)] = header
    send(HEADER, 0, 0, len(header))
    there = heard(line, len(paths))
    moving.extend(File(index, path) for index, path in enumerate(paths) if there[index:index + 1] == MISSING)


class Memory:
    def __init__(self):
        # An empty ssh command: then the "host" is the peer's command line. Xl's pipes end in it, and it only lends them,
        # for as long as this runs: no byte is moved once more.
        lender = 'exec 8<&0 9>&1; echo $$ >&%d; read end <&%d' % (telling, held)
        self.xl = subprocess.Popen(
            ['xl', 'migrate', '-s', '', domid, lender], stdin=subprocess.DEVNULL, stdout=2, pass_fds=(held, telling))
        os.close(held)
        os.close(telling)
        lent = '/proc/%d/fd/' % int(os.read(told, 32) or self.require(False))
        self.stream = open(lent + '8', 'rb', 1 << 16)
        fcntl.fcntl(self.stream, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self.to_xl = open(lent + '9', 'wb', 0)
        self.to_xl.write(BANNER)
        self.filled = 0
        self.still_at = None
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        """The guest stands still before xl has done with it: that is part of its pause, from when it was last seen to run.
        Looking takes no more than a fiftieth of a processor."""
        ran = time.monotonic_ns()
        while self.still_at is None:
            began, looked = time.thread_time(), time.monotonic_ns()
            found = xc.domain_getinfo(int(domid), 1)
            if not found or found[0]['domid'] != int(domid) or found[0]['shutdown']:
                self.still_at = ran
            ran = looked
            time.sleep(max(WATCH_SECONDS, 50 * (time.thread_time() - began)))

    def flush(self):
        if self.filled:
            send(MEMORY, 0, 0, self.filled)
            self.filled = 0

    def require(self, whole):
        if not whole:
            raise SystemExit('xl ended early with %s' % self.xl.wait())

    def take(self, count):
        piece = self.stream.read(count)
        self.require(len(piece) == count)
        return piece

    def say(self, piece):
        if self.filled + len(piece) > PIECE:
            self.flush()
        room[self.filled:self.filled + len(piece)] = piece
        self.filled += len(piece)

    def pass_on(self, count):
        while count:
            if self.filled == PIECE:
                self.flush()
            part = room[self.filled:min(PIECE, self.filled + count)]
            self.require(self.stream.readinto(part) == len(part))
            self.filled += len(part)
            count -= len(part)

    def records(self, pass_on):
        """Passes records on up to the last one, of type 0, whose header it returns."""
        while True:
            header = self.take(8)
            kind, length = struct.unpack('<II', header)
            if kind == 0:
                return header
            self.say(header)
            pass_on(kind, (length + 7) // 8 * 8)

    def libxl(self, kind, length):
        self.pass_on(length)
        if kind == LIBXC_CONTEXT:
            self.pass_on(24 + 16)
            self.say(self.records(self.libxc))

    def libxc(self, kind, length):
        if kind == PAGE_DATA:
            count = self.take(8)
            frames = 8 * struct.unpack('<I', count[:4])[0]
            self.say(count)
            self.pass_on(frames)
            length -= len(count) + frames
            self.pages(length // PAGE_BYTES * PAGE_BYTES)
            length %= PAGE_BYTES
        self.pass_on(length)

    def pages(self, length):
        self.flush()
        while length:
            size = min(PIECE, length)
            self.require(self.stream.readinto(room[:size]) == size)
            sent = 0
            for begin, end in zeros(size):
                self.part(sent, begin)
                send(ZEROS, 0, end - begin, 0)
                sent = end
            self.part(sent, size)
            length -= size

    def part(self, begin, end):
        if begin < end:
            send(MEMORY, 0, 0, end - begin, begin)

    def asks(self):
        """Whether xl has done with the stream and waits for its peer's word."""
        try:
            with open('/proc/%d/syscall' % self.xl.pid) as file:
                return file.read().split()[0] == SYS_READ
        except OSError:
            return False

    def send(self):
        header = self.take(48)
        self.say(header)
        self.pass_on(struct.unpack('=I', header[44:])[0] + 16)
        end = self.records(self.libxl)
        self.flush()
        until = time.monotonic() + ASKS_SECONDS
        seen = 0
        while seen < 3:
            if self.xl.poll() is not None or time.monotonic() > until:
                raise SystemExit('xl did not wait for its peer')
            time.sleep(0.005)
            seen = seen + 1 if self.asks() else 0
        self.xl.send_signal(signal.SIGKILL)
        self.xl.wait()
        now = time.monotonic_ns()
        print('suspended', total, now - (self.still_at or now), flush=True)
        self.say(end)
        self.flush()


files()
for round_ in range(1, DISK_ROUNDS + 1):
    if sum(file.pass_on() for file in moving) < 2 * BLOCK_BYTES:
        break
round_ += 1
Memory().send()
round_ += 1
for file in moving:
    file.pass_on()
send(END, 0, 0, 0)
line.close()
for file in moving:
    file.writes.close()
print('done', total, flush=True)
