# Receives a domain from send.py of another host, over TLS: its files, and its memory, which "xl migrate-receive" makes a
# domain of; this plays its peer. The configuration in xl's stream is replaced by the one that this host was told to use.
# When xl says that the domain is whole it is killed: the domain stays, paused, under its name for arrivals, and the agents
# decide. If the stream ends early, xl takes down what it has built.
#
# Arguments: the root folder, instance. Input: a line with authority, certificate, key (PEM in base64), the id, address and
# port of the sending host, and its token; later a line for each question. Said: "header BASE64" and "files" (they are there,
# in their sizes), which are questions; "memory" (and which boot files have come) and "ready".
import base64, os, queue, re, signal, socket, ssl, struct, subprocess, sys, threading

READY = b'domain received, ready to unpause\0'
SIZE_MAX = 1 << 50
FILES_MAX = 32
FLAG_JSON = 1
READY_SECONDS = 600
NOTHING = bytes(FRAME_MAX)
UUID = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z')
VDEV = re.compile('xvd[a-z]')
DIGEST = re.compile('[0-9a-f]{64}')

root, instance = sys.argv[1:]
authority, certificate, key, peer, address, port, token = sys.stdin.readline().split()
folder = os.path.join(root, 'instances', instance)
answers = queue.Queue()


def listen():
    """Whoever started this holds its input open for as long as it wants it done."""
    for answer in sys.stdin:
        answers.put(answer)
    os._exit(1)


threading.Thread(target=listen, daemon=True).start()


def connected():
    context = identified(ssl.PROTOCOL_TLS_CLIENT, authority, certificate, key)
    raw = socket.create_connection((address, int(port)), CONNECT_SECONDS)
    line = context.wrap_socket(raw)
    require_host(line, peer)
    line.sendall(token.encode())
    # A guest may write nothing for long while its disks are read.
    line.settimeout(None)
    return line


line = connected()
source = line.makefile('rb', 1 << 16)
buffer = memoryview(bytearray(FRAME_MAX))


def exactly(count):
    if source.readinto(buffer[:count]) != count:
        raise SystemExit('the stream was cut off')
    return buffer[:count]


def frame():
    """The next one; its content is there until the one after it."""
    kind, index, offset, length = FRAME.unpack(exactly(FRAME.size))
    if length > FRAME_MAX or offset + length > SIZE_MAX:
        raise SystemExit('a frame is too large')
    return kind, index, offset, exactly(length)


class File:
    def __init__(self, path, size):
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
        self.descriptor = os.open(path, flags, 0o600)
        self.size = size
        self.changed = False
        self.settle()

    def write(self, offset, content):
        while content:
            written = os.pwrite(self.descriptor, content, offset)
            content = content[written:]
            offset += written
        self.changed = True

    def settle(self):
        """On the disk: soon nobody else has it."""
        if os.fstat(self.descriptor).st_size < self.size:
            os.truncate(self.descriptor, self.size)
            self.changed = True
        if self.changed:
            os.fdatasync(self.descriptor)
            self.changed = False


def settle(files):
    for file in files.values():
        file.settle()


class Named:
    """What the other host names; the path is made here."""

    def __init__(self, text):
        kind, size, *words = text.split(' ')
        self.size = int(size)
        self.shared = kind if kind in SHARED else None
        self.there = False
        if not 0 <= self.size <= SIZE_MAX:
            raise SystemExit('a file too large')
        if kind == 'disk' and not words:
            self.path = os.path.join(folder, 'disk.raw')
        elif self.shared and len(words) == 1:
            self.path = os.path.join(folder, kind)
            self.borrow(words[0])
        elif kind == 'volume' and len(words) == 2 and UUID.match(words[0]) and VDEV.fullmatch(words[1]):
            self.path = os.path.join(root, 'volumes', words[0] + '.raw')
        else:
            raise SystemExit('a file of another kind')

    def borrow(self, digest):
        """Instances share these: they are taken as they are or made anew, never written."""
        if os.path.lexists(self.path):
            os.unlink(self.path)
        if DIGEST.fullmatch(digest):
            try:
                os.link(os.path.join(root, 'lent', digest), self.path)
                self.there = True
            except FileNotFoundError:
                pass


class Memory:
    def __init__(self):
        with open(os.path.join(folder, 'domain.cfg'), 'rb') as file:
            self.config = file.read(1 << 20)
        self.xl = subprocess.Popen(
            ['xl', 'migrate-receive', '-e'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, pipesize=PIPE_BYTES)
        self.start = b''
        self.begun = False
        self.ready = threading.Event()
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()

    def listen(self):
        # xl may say it in pieces, and nothing besides.
        wanted = BANNER + READY
        said = b''
        while len(said) < len(wanted):
            more = os.read(self.xl.stdout.fileno(), 4096)
            if not more:
                return
            said += more
            if not wanted.startswith(said):
                return
        self.ready.set()

    def give_up(self, why):
        try:
            self.xl.stdin.close()
        except OSError:
            pass
        self.xl.wait()
        raise SystemExit(why)

    def pass_on(self, piece):
        piece = memoryview(piece)
        try:
            while piece:
                piece = piece[self.xl.stdin.write(piece):]
        except OSError:
            self.give_up('xl took no more')

    def take(self, piece):
        if self.begun:
            self.pass_on(piece)
            return
        self.start += piece
        if len(self.start) < 48:
            return
        magic, order, mandatory, optional, length = struct.unpack('=32sIIII', self.start[:48])
        if length > FRAME_MAX:
            self.give_up('a header too large')
        if len(self.start) < 48 + length:
            return
        self.begun = True
        self.pass_on(struct.pack('=32sIIII', magic, order, mandatory & ~FLAG_JSON, optional, 4 + len(self.config)))
        self.pass_on(struct.pack('=I', len(self.config)) + self.config)
        self.pass_on(self.start[48 + length:])

    def zeros(self, count):
        while count:
            part = memoryview(NOTHING)[:min(count, len(NOTHING))]
            self.pass_on(part)
            count -= len(part)

    def finish(self):
        self.listener.join(READY_SECONDS)
        if not self.ready.is_set():
            self.give_up('xl did not get ready')
        self.xl.send_signal(signal.SIGKILL)
        self.xl.wait()


def receive():
    kind, _, _, content = frame()
    content = bytes(content)
    lines = content.decode('ascii').split('\n')[1:]
    if kind != HEADER or not 0 < len(lines) <= FILES_MAX:
        raise SystemExit('no header')
    named = [Named(text) for text in lines]
    line.sendall(b''.join(THERE if one.there else MISSING for one in named))
    print('header', base64.b64encode(content).decode(), flush=True)
    answers.get()
    files = {index: File(one.path, one.size) for index, one in enumerate(named) if not one.there}
    print('files', flush=True)
    memory = None
    try:
        while True:
            kind, index, offset, content = frame()
            if kind == BLOCK:
                files[index].write(offset, content)
            elif kind == SIZE:
                files[index].size = offset
            elif kind == MEMORY:
                if memory is None:
                    settle(files)
                    print('memory', *(one.shared for one in named if one.shared and not one.there), flush=True)
                    answers.get()
                    memory = Memory()
                memory.take(content)
            elif kind == ZEROS and memory is not None and memory.begun:
                memory.zeros(offset)
            elif kind == END and memory is not None:
                settle(files)
                memory.finish()
                return
            else:
                raise SystemExit('a frame of another kind')
    except BaseException as why:
        if memory is not None and memory.xl.poll() is None:
            memory.give_up(str(why))
        raise


receive()
print('ready', flush=True)
