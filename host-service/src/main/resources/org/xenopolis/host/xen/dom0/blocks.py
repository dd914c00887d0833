# Carries the blocks of a file that are not zero: "fill PATH" writes what it reads on its input, "drain PATH" says what is
# there. A frame is an offset (8 bytes), a length (4 bytes) and that many bytes; a length of zero ends, at the file's size.
import os, struct, sys

BLOCK = 1 << 18
FRAME_MAX = 1 << 20


def exactly(source, count):
    found = source.read(count)
    if len(found) != count:
        raise SystemExit('the stream ends too early')
    return found


def fill(path):
    source = sys.stdin.buffer
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), 'wb') as file:
        while True:
            offset, length = struct.unpack('>QI', exactly(source, 12))
            if length > FRAME_MAX or offset > 1 << 60:
                raise SystemExit('a frame is too large')
            if length == 0:
                if os.path.getsize(path) < offset:
                    file.flush()
                    os.truncate(path, offset)
                return
            file.seek(offset)
            file.write(exactly(source, length))


def blocks(file, size):
    """Every block with something in it: what was never written is skipped."""
    offset = 0
    while offset < size:
        try:
            offset = os.lseek(file.fileno(), offset, os.SEEK_DATA) // BLOCK * BLOCK
        except OSError:
            return
        file.seek(offset)
        block = file.read(BLOCK)
        if not block:
            return
        yield offset, block
        offset += len(block)


def say(offset, block):
    sys.stdout.buffer.write(struct.pack('>QI', offset, len(block)) + block)


def drain(path):
    with open(path, 'rb') as file:
        size = os.fstat(file.fileno()).st_size
        for offset, block in blocks(file, size):
            if block.count(0) != len(block):
                say(offset, block)
        say(size, b'')
        sys.stdout.buffer.flush()


{'fill': fill, 'drain': drain}[sys.argv[1]](sys.argv[2])
