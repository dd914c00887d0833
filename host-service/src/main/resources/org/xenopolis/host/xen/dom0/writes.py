# Which blocks of a guest's disk are written while it moves. Part of send.py.
import glob, os, re, sys

BLOCK_BYTES = 1 << 18
SECTOR = 512
TRACING = '/sys/kernel/tracing'
TRACE_KIBIBYTES = 1024


class Writes:
    """The blocks that were written through the file's loop devices, as the kernel tells of each request when it is done.
    Nothing is changed below the guest for it, and nothing runs when nothing is being copied."""
    EVENT = re.compile(rb'block_rq_complete: \d+,\d+ ([A-Z]+) \(.*?\) (\d+) \+ (\d+)')

    def __init__(self, path):
        self.pipe = None
        self.dirty = set()
        self.lost = False
        self.rest = b''
        numbers = [os.stat('/dev/' + backing.split('/')[3]).st_rdev
                   for backing in glob.glob('/sys/block/loop*/loop/backing_file') if self.text(backing) == path]
        self.numbers = numbers
        self.folder = '%s/instances/xenopolis-%d-%d' % (TRACING, os.getpid(), os.minor(numbers[0]) if numbers else 0)
        if numbers:
            try:
                self.begin(numbers)
            except OSError as failure:
                sys.stderr.write('writes are not watched: %s\n' % failure)
                self.close()

    @staticmethod
    def text(path):
        try:
            with open(path) as file:
                return file.read().rstrip('\n')
        except OSError:
            return ''

    def begin(self, numbers):
        self.sweep()
        os.mkdir(self.folder)
        # The kernel's own form of a device's number.
        wanted = ' || '.join('dev == %d' % (os.major(one) << 20 | os.minor(one)) for one in numbers)
        for name, value in (('buffer_size_kb', TRACE_KIBIBYTES), ('events/block/block_rq_complete/filter', wanted),
                            ('events/block/block_rq_complete/enable', 1), ('tracing_on', 1)):
            with open('%s/%s' % (self.folder, name), 'w') as file:
                file.write(str(value))
        self.pipe = os.open(self.folder + '/trace_pipe', os.O_RDONLY | os.O_NONBLOCK)

    def unwritable(self):
        """What no device is on, nobody writes: kernels."""
        return not self.numbers

    def sweep(self):
        """What a process that was killed left."""
        for folder in glob.glob(TRACING + '/instances/xenopolis-*'):
            if not os.path.exists('/proc/' + folder.rsplit('-', 2)[1]):
                os.rmdir(folder)

    def watching(self):
        return self.pipe is not None

    def listen(self):
        while self.pipe is not None:
            try:
                more = os.read(self.pipe, 1 << 16)
            except BlockingIOError:
                return
            if not more:
                return
            self.hear(more)

    def hear(self, more):
        lines = (self.rest + more).split(b'\n')
        self.rest = lines.pop()
        for line in lines:
            event = self.EVENT.search(line)
            if event is None:
                self.lost = self.lost or b'LOST' in line
            elif b'R' not in event.group(1) and event.group(3) != b'0':
                first = int(event.group(2)) * SECTOR
                last = first + int(event.group(3)) * SECTOR - 1
                self.dirty.update(range(first // BLOCK_BYTES * BLOCK_BYTES, last + 1, BLOCK_BYTES))

    def take(self):
        """What was written since the last time; None when that is not known."""
        self.listen()
        found = None if self.lost or not self.watching() else sorted(self.dirty)
        self.dirty = set()
        self.lost = False
        return found

    def close(self):
        if self.pipe is not None:
            os.close(self.pipe)
            self.pipe = None
        try:
            with open(self.folder + '/events/enable', 'w') as file:
                file.write('0')
            os.rmdir(self.folder)
        except OSError:
            pass


