# Receives a domain's memory: "xl migrate-receive" does the work, this plays its peer. The configuration in the stream is
# replaced by the one that this host was told to use. When xl says that the domain is whole it is killed: the domain stays,
# paused, under its name for arrivals, and the agents decide. If the stream ends early, xl takes down what it has built.
import os, signal, struct, subprocess, sys, threading

BANNER = b'xl migration receiver ready, send binary domain data.\n'
READY = b'domain received, ready to unpause\0'
FRAME_MAX = 1 << 20
FLAG_JSON = 1

with open(sys.argv[1], 'rb') as file:
    config = file.read(1 << 20)
xl = subprocess.Popen(['xl', 'migrate-receive', '-e'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
ready = threading.Event()


def listen():
    # xl may say it in pieces, and nothing besides.
    wanted = BANNER + READY
    said = b''
    while len(said) < len(wanted):
        more = os.read(xl.stdout.fileno(), 4096)
        if not more:
            return
        said += more
        if not wanted.startswith(said):
            return
    ready.set()


listener = threading.Thread(target=listen, daemon=True)
listener.start()
source = sys.stdin.buffer


def frame():
    head = source.read(4)
    length = struct.unpack('>I', head)[0] if len(head) == 4 else -1
    if length < 0 or length > FRAME_MAX:
        give_up('the stream was cut off')
    piece = source.read(length)
    if len(piece) != length:
        give_up('the stream was cut off')
    return piece


def give_up(why):
    try:
        xl.stdin.close()
    except OSError:
        pass
    xl.wait()
    raise SystemExit(why)


def pass_on(piece):
    try:
        xl.stdin.write(piece)
    except OSError:
        give_up('xl took no more')


start = b''
while len(start) < 48:
    start += frame()
magic, order, mandatory, optional, length = struct.unpack('=32sIIII', start[:48])
while len(start) < 48 + length:
    if length > FRAME_MAX:
        give_up('a header too large')
    start += frame()
pass_on(struct.pack('=32sIIII', magic, order, mandatory & ~FLAG_JSON, optional, 4 + len(config)))
pass_on(struct.pack('=I', len(config)) + config)
pass_on(start[48 + length:])
while True:
    piece = frame()
    if not piece:
        break
    pass_on(piece)
try:
    xl.stdin.flush()
except OSError:
    give_up('xl took no more')
listener.join(600)
if not ready.is_set():
    give_up('xl did not get ready')
xl.send_signal(signal.SIGKILL)
xl.wait()
print('ready', flush=True)
