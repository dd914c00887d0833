package org.xenopolis.host.xen.dom0;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** In place of Xen's Python bindings: domain 3 is the only guest; what is done to it is a line of the file $DEEDS. */
final class FakeXen {
    private FakeXen() {}

    /** Transactions of its store fail at first, as they do when somebody else wrote meanwhile. */
    static void write(Path folder, String instance) throws IOException {
        Path low = Files.createDirectories(folder.resolve("xen/lowlevel"));
        Files.writeString(folder.resolve("xen/__init__.py"), "");
        Files.writeString(low.resolve("__init__.py"), "");
        Files.writeString(low.resolve("xc.py"), """
                import os
                class xc:
                    def domain_getinfo(self, first=0, most=1024):
                        return [dict(domid=d, dying=0, shutdown=0, paused=0, hvm=1, shutdown_reason=255, cpu_time=5,
                                     mem_kb=1024, maxmem_kb=2048, online_vcpus=1, max_vcpu_id=1)
                                for d in (0, 3) if d >= first][:most]
                    def domain_shutdown(self, domid, reason):
                        with open(os.environ['DEEDS'], 'a') as deeds:
                            deeds.write('shutdown %d %d\\n' % (domid, reason))
                    def vcpu_setaffinity(self, domid, vcpu, cpus):
                        with open(os.environ['DEEDS'], 'a') as deeds:
                            deeds.write('pin %d %d %s\\n' % (domid, vcpu, cpus))
                """);
        Files.writeString(low.resolve("xs.py"), """
                import os
                class xs:
                    def read(self, transaction, path):
                        return {'/local/domain/3/name': b'v-%s', '/local/domain/3/vm': b'/vm/of-3',
                                '/local/domain/3/memory/target': b'1024'}.get(path)
                    def transaction_start(self):
                        self.ends = getattr(self, 'ends', 0)
                        return '7'
                    def write(self, transaction, path, value):
                        with open(os.environ['DEEDS'], 'a') as deeds:
                            deeds.write('%%s %%s %%s\\n' %% (transaction, path, value))
                    def transaction_end(self, transaction):
                        self.ends += 1
                        return self.ends > 1
                    def ls(self, transaction, path):
                        return []
                """.formatted(instance));
    }
}
