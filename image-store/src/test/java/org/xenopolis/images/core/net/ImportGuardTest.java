package org.xenopolis.images.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.images.core.net.ImportUrl.Accepted;
import org.xenopolis.images.core.net.ImportUrl.Refused;

/** URLs and addresses by which others were led inside. */
class ImportGuardTest {
    private static final Set<String> TRUSTED = Set.of("http://127.0.0.1:9000");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://example.org/image",
                "ftp://example.org/image",
                "file:///etc/passwd",
                "gopher://example.org/",
                "jar:https://example.org!/x",
                "https:/example.org",
                "https://",
                "https:///image",
                "//example.org/image",
                "https://user@example.org/",
                "https://user:word@example.org/",
                "https://example.org#@127.0.0.1/",
                "https://example.org\\@127.0.0.1/",
                "https://example.org/a b",
                "https://example.org/a\r\nHost: inner",
                "https://example.org/\u0000",
                "https://exämple.org/",
                "https://１２７.0.0.1/",
                "https://example.org:80/",
                "https://example.org:22/",
                "https://example.org:6443/",
                "https://example.org:0443/",
                "https://example.org:99999/",
                "https://example.org:/",
                "https://2130706433/",
                "https://017700000001/",
                "https://0x7f000001/",
                "https://0x7f.0x0.0x0.0x1/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.01/",
                "https://127.0.0.1./",
                "https://256.1.1.1/",
                "https://1.1.1.1.1/",
                "https://localhost/",
                "https://metadata/",
                "https://example.org./",
                "https://.example.org/",
                "https://-a.example.org/",
                "https://a..example.org/",
                "https://%31%32%37.0.0.1/",
                "https://[::1/",
                "https://[fe80::1%25eth0]/",
                "https://[::ffff:127.0.0.1]:80/",
                "http://127.0.0.1:9001/",
                "https://127.0.0.1:9000/",
                "http://localhost:9000/"
            })
    void refusesTheForm(String url) {
        assertThat(ImportUrl.parse(url, TRUSTED)).isInstanceOf(Refused.class);
    }

    @Test
    void refusesAUrlWithoutEnd() {
        assertThat(ImportUrl.parse("https://example.org/" + "a".repeat(3_000), TRUSTED))
                .isInstanceOf(Refused.class);
    }

    @Test
    void takesOrdinaryUrlsAndTrustedOrigins() {
        assertThat(ImportUrl.parse("HTTPS://Cloud.Example.ORG/a/b.qcow2?x=%20#".replace("#", ""), TRUSTED))
                .isEqualTo(new Accepted(true, "cloud.example.org", 443, "/a/b.qcow2?x=%20", false));
        assertThat(ImportUrl.parse("https://example.org", TRUSTED))
                .isEqualTo(new Accepted(true, "example.org", 443, "/", false));
        assertThat(ImportUrl.parse("https://[2606:4700::1111]:443/x", TRUSTED))
                .isEqualTo(new Accepted(true, "2606:4700::1111", 443, "/x", false));
        assertThat(ImportUrl.parse("http://127.0.0.1:9000/x", TRUSTED))
                .isEqualTo(new Accepted(false, "127.0.0.1", 9000, "/x", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.254",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.254",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.254",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2606:4700::5efe:7f00:1",
                "2606:4700::200:5efe:a00:1"
            })
    void refusesTheAddress(String address) {
        assertThat(AddressRules.isGlobal(InetAddress.ofLiteral(address).getAddress()))
                .isFalse();
    }

    @Test
    void refusesIpv4AddressesMappedIntoIpv6() {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 8;
        mapped[15] = 8;

        assertThat(AddressRules.isGlobal(mapped)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "126.1.1.1",
                "128.0.0.1",
                "169.253.1.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.1.1",
                "192.169.1.1",
                "198.17.1.1",
                "198.20.0.1",
                "223.255.255.254",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                "2001:4860:4860::8888",
                "2003::1",
                "2400::1"
            })
    void takesPublicAddresses(String address) {
        assertThat(AddressRules.isGlobal(InetAddress.ofLiteral(address).getAddress()))
                .isTrue();
    }
}
