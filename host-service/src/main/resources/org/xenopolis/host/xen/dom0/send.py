# Sends a running domain's memory: "xl migrate" does the work, this plays its peer. The peer's part ends where xl asks
# whether the other side is ready: there the domain is suspended and whole on its way, and xl is killed, so that nobody but
# the agents decides which copy goes on. The end of the stream is only passed on after that. What is said here is frames: a
# length (4 bytes) and that many bytes; a length of zero is the end.
import os, signal, struct, subprocess, sys, time

BANNER = b'xl migration receiver ready, send binary domain data.\n'
PIECE = 1 << 17
ASKS_SECONDS = 30
SYS_READ = '0'

domid = str(int(sys.argv[1]))
control, to_xl = os.pipe()
from_xl, data = os.pipe()
# An empty ssh command: then the "host" is the peer's command line.
peer = 'cat <&%d %d>&- & exec cat >&%d %d<&-' % (control, data, data, control)
xl = subprocess.Popen(['xl', 'migrate', '-s', '', domid, peer], stdin=subprocess.DEVNULL, stdout=2, pass_fds=(control, data))
os.close(control)
os.close(data)
os.write(to_xl, BANNER)
stream = os.fdopen(from_xl, 'rb', 1 << 16)
out = sys.stdout.buffer


def say(piece):
    out.write(struct.pack('>I', len(piece)) + piece)


def take(count):
    piece = stream.read(count)
    if len(piece) != count:
        raise SystemExit('xl ended early with %s' % xl.wait())
    return piece


def passed(count):
    piece = take(count)
    say(piece)
    return piece


def records(inner):
    """Passes records on up to the last one, of type 0, whose header it returns."""
    while True:
        header = take(8)
        kind, length = struct.unpack('<II', header)
        if kind == 0:
            return header
        say(header)
        left = (length + 7) // 8 * 8
        while left:
            left -= len(passed(min(left, PIECE)))
        inner(kind)


def libxc(kind):
    if kind == 1:
        passed(24 + 16)
        say(records(lambda _: None))


def asks():
    """Whether xl has done with the stream and waits for its peer's word."""
    try:
        with open('/proc/%d/syscall' % xl.pid) as file:
            return file.read().split()[0] == SYS_READ
    except OSError:
        return False


header = passed(48)
passed(struct.unpack('=I', header[44:])[0])
passed(16)
end = records(libxc)
until = time.monotonic() + ASKS_SECONDS
seen = 0
while seen < 3:
    if xl.poll() is not None or time.monotonic() > until:
        raise SystemExit('xl did not wait for its peer')
    time.sleep(0.005)
    seen = seen + 1 if asks() else 0
xl.send_signal(signal.SIGKILL)
xl.wait()
say(end)
say(b'')
out.flush()
