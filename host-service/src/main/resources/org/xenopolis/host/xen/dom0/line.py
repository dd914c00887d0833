# What both ends of a migration agree on: frames (a kind, a file, an offset, a length, and that many bytes; zeros in a
# guest's memory are only counted, in the place of the offset), and how the hosts know each other. Part of send.py and
# receive.py. Both move bytes through one buffer each: in a domain of Xen it is the memory that is made anew that costs.
import base64, os, ssl, struct

HEADER, BLOCK, SIZE, MEMORY, ZEROS, END = 1, 2, 3, 4, 5, 6
FRAME = struct.Struct('>BBQI')
FRAME_MAX = 1 << 20
PIPE_BYTES = 1 << 20
# The answer to a header, a byte for each file.
MISSING, THERE = b'-', b'+'
# What instances of an image have in common; nobody writes it.
SHARED = ('kernel', 'ramdisk')
BANNER = b'xl migration receiver ready, send binary domain data.\n'
CONNECT_SECONDS = 60


def identified(protocol, authority, certificate, key):
    """TLS with a host's identity, each part PEM in base64. Hosts are known by the URI in their certificates, not by names."""
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=base64.b64decode(authority).decode())
    # Python takes files only; this one is in memory and nobody else's.
    descriptor = os.memfd_create('identity')
    os.write(descriptor, base64.b64decode(certificate) + b'\n' + base64.b64decode(key))
    context.load_cert_chain('/proc/self/fd/%d' % descriptor)
    os.close(descriptor)
    return context


def require_host(line, peer):
    names = [value for kind, value in line.getpeercert().get('subjectAltName', ()) if kind == 'URI']
    if names != ['spiffe://xenopolis/host/' + peer]:
        raise SystemExit('another host is at the other end')


