package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The hand and what guests get of the host. */
class HandHostTest extends HandFixture {
    @Test
    void everyVcpuIsPinned() throws Exception {
        assertThat(ask(new Ask.Pin(3, CpuList.of("0,2-4")))).containsExactly(".");
        assertThat(deeds()).containsExactly("pin 3 0 [0, 2, 3, 4]", "pin 3 1 [0, 2, 3, 4]");
    }

    @Test
    void whatIsNoListOfProcessorsIsRefused() throws Exception {
        List<String> lists = List.of("", "a", "1-", "3-1", "0,", "01", "5000", "1-4096", "0 1", "all");
        assertThat(ask(lists.stream().map(list -> List.of("pin", "3", list))))
                .hasSameSizeAs(lists)
                .allMatch(line -> line.startsWith("! Refused:"));
        assertThat(ask(Stream.of(List.of("pin", "0", "1")))).allMatch(line -> line.startsWith("! "));
        assertThat(deeds()).isEmpty();
        for (String list : lists) {
            assertThatThrownBy(() -> CpuList.of(list)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aListKnowsItsProcessors() {
        assertThat(CpuList.of("0,2-4").count()).isEqualTo(4);
        assertThat(CpuList.of("7,2-4").last()).isEqualTo(7);
        assertThat(CpuList.of("2,3")).isEqualTo(CpuList.of("2-3")).hasToString("2,3");
    }
}
