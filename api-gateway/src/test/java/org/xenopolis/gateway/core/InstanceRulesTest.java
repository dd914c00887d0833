package org.xenopolis.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceRulesTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRyYWdvbnMtYW5kLXRvd2Vycy1hbmQtZ3Vlc3Q= me@home";

    @Test
    void aPlainWishIsFine() {
        assertThat(InstanceRules.check(wish("web-1", 1, 64, 1, null, List.of(KEY))))
                .isEmpty();
        assertThat(InstanceRules.check(wish("w", 64, 1 << 20, 16 << 20, data(64 << 10), List.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "007", "Web", "web_1", "web.1", "-web", "web-", "web\n", "we b", "wéb", "a;b", "$(id)"})
    void namesThatToolsCouldMisreadAreRefused(String name) {
        assertThat(InstanceRules.check(wish(name, 1, 64, 1, null, List.of())))
                .extracting(Violation::field)
                .containsExactly("name");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(InstanceRules.check(wish("7", 65, 63, 0, "?", List.of("ssh-rsa x"))))
                .extracting(Violation::field)
                .containsExactly("name", "vcpus", "memoryMiB", "diskMiB", "sshPublicKeys[0]", "userData");
    }

    @Test
    void userDataMayHold64KiBAndNotAByteMore() {
        assertThat(InstanceRules.check(wish("a", 1, 64, 1, data((64 << 10) + 1), List.of())))
                .extracting(Violation::field)
                .containsExactly("userData");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command=\"id\" " + KEY,
                "ssh-dss AAAAC3NzaC1lZDI1NTE5AAAAIGRyYWdvbnMtYW5kLXRvd2Vycy1hbmQtZ3Vlc3Q=",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGRyYWdvbnMtYW5kLXRvd2Vycy1hbmQtZ3Vlc3Q=",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRyYWdvbnMtYW5kLXRvd2Vycy1hbmQtZ3Vlc3Q= a\nssh-rsa b",
                "ssh-ed25519 /////3NzaC1lZDI1NTE5AAAAIGRyYWdvbnMtYW5kLXRvd2Vycy1hbmQtZ3Vlc3Q=",
                "ssh-ed25519",
                ""
            })
    void whatIsNoPlainPublicKeyIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> SshPublicKey.parse(line));
    }

    @Test
    void aFingerprintIsThatOfOpenSsh() {
        // ssh-keygen -lf of the same line.
        assertThat(SshPublicKey.parse(KEY).fingerprint()).startsWith("SHA256:").hasSize(50);
    }

    @Test
    void pagesHaveLimitsAndTagsHaveForms() {
        List<Violation> wrong = new ArrayList<>();
        assertThat(Paging.parse(null, null, wrong)).isEqualTo(new Paging(50, null));
        assertThat(wrong).isEmpty();
        Paging ignored = Paging.parse("201", "x", wrong);
        assertThat(wrong).extracting(Violation::field).containsExactly("limit", "after");
        assertThat(EntityTag.parse(EntityTag.of(17))).isEqualTo(17);
        assertThat(EntityTag.parse("W/\"3\"")).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> EntityTag.parse("3"));
    }

    @Test
    void theFirstLimitThatIsPassedIsNamed() {
        Amounts limits = new Amounts(2, 4, 100, 100, 1);
        Amounts used = new Amounts(1, 2, 50, 50, 0);
        assertThat(Amounts.passedLimit(limits, used, new Amounts(1, 2, 50, 50, 1)))
                .isEmpty();
        assertThat(Amounts.passedLimit(limits, used, new Amounts(1, 3, 51, 50, 0)))
                .isEqualTo("vcpus");
        assertThat(new Amounts(0, 4, 10, 0, 0).growthOver(new Amounts(0, 2, 20, 0, 0)))
                .isEqualTo(new Amounts(0, 2, 0, 0, 0));
    }

    @Test
    void cellsThatASpreadsheetWouldRunBecomeText() {
        assertThat(InvoiceCsv.write(List.of(List.of("=1+1", "-7", "a,\"b\"", "@x", "-x"))))
                .isEqualTo("'=1+1,-7,\"a,\"\"b\"\"\",'@x,'-x\r\n");
    }

    private static String data(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static InstanceRules.Wish wish(
            String name, int vcpus, long memory, long disk, @Nullable String data, List<String> keys) {
        return new InstanceRules.Wish(
                name, vcpus, memory, disk, "a", null, "", 0, 0, 0, keys, data, "KEEP_RUNNING", "ALLOWED", null);
    }
}
