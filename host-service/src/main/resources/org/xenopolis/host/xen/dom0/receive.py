# Receives a domain from send.py of another host, over TLS: its files, and its memory, which "xl migrate-receive" makes a
# domain of; this plays its peer. The configuration in xl's stream is replaced by the one that this host was told to use.
# When xl says that the domain is whole it is killed: the domain stays, paused, under its name for arrivals, and the agents
# decide. If the stream ends early, xl takes down what it has built.
#
# Arguments: the root folder, instance. Input: a line with authority, certificate, key (PEM in base64), the id, address and
# port of the sending host, and its token; later a line for each question. Said: "header BASE64" and "memory", which are
# questions, and "ready".
import base64, os, queue, re, signal, socket, ssl, struct, subprocess, sys, threading

READY = b'domain received, ready to unpause\0'
FRAME_MAX = 1 << 20
SIZE_MAX = 1 << 50
FILES_MAX = 32
FLAG_JSON = 1
READY_SECONDS = 600
UUID = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z')
PARTS = {'disk': 'disk.raw', 'kernel': 'kernel', 'ramdisk': 'ramdisk'}

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
source = line.makefile('rb', 1 << 17)


def exactly(count):
    piece = source.read(count)
    if len(piece) != count:
        raise SystemExit('the stream was cut off')
    return piece


def frame():
    kind, index, offset, length = struct.unpack(FRAME, exactly(struct.calcsize(FRAME)))
    if length > FRAME_MAX or offset + length > SIZE_MAX:
        raise SystemExit('a frame is too large')
    return kind, index, offset, exactly(length)


def ask(question):
    print(question, flush=True)
    answers.get()


class File:
    def __init__(self, path):
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
        self.descriptor = os.open(path, flags, 0o600)
        self.size = 0
        self.changed = False

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


def path_of(name):
    """Paths are made here: the other host only names things."""
    if name in PARTS:
        return os.path.join(folder, PARTS[name])
    volume, _, vdev = name.partition(' ')
    if not UUID.match(volume) or not re.fullmatch('xvd[a-z]', vdev):
        raise SystemExit('a file of another kind')
    return os.path.join(root, 'volumes', volume + '.raw')


class Memory:
    def __init__(self):
        with open(os.path.join(folder, 'domain.cfg'), 'rb') as file:
            self.config = file.read(1 << 20)
        self.xl = subprocess.Popen(['xl', 'migrate-receive', '-e'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
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
        try:
            self.xl.stdin.write(piece)
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

    def finish(self):
        try:
            self.xl.stdin.flush()
        except OSError:
            self.give_up('xl took no more')
        self.listener.join(READY_SECONDS)
        if not self.ready.is_set():
            self.give_up('xl did not get ready')
        self.xl.send_signal(signal.SIGKILL)
        self.xl.wait()


def receive():
    kind, _, _, content = frame()
    names = content.decode('ascii').split('\n')[1:]
    if kind != HEADER or not 0 < len(names) <= FILES_MAX:
        raise SystemExit('no header')
    paths = [path_of(name) for name in names]
    ask('header ' + base64.b64encode(content).decode())
    for name, path in zip(names, paths):
        # Instances share these: they are made anew, never written.
        if name in ('kernel', 'ramdisk') and os.path.lexists(path):
            os.unlink(path)
    files = [File(path) for path in paths]
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
                    for file in files:
                        file.settle()
                    ask('memory')
                    memory = Memory()
                memory.take(content)
            elif kind == END and memory is not None:
                for file in files:
                    file.settle()
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
