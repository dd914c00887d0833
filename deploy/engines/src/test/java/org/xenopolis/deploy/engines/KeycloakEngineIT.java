package org.xenopolis.deploy.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xenopolis.deploy.engines.KeycloakAccounts.Account;

class KeycloakEngineIT {
    private static final UUID TENANT = UUID.fromString("00000000-0000-4000-8000-00000000a11c");

    private final KeycloakAccounts accounts = TestStack.shared().accounts();

    @Test
    void aTenantsTokenNamesIssuerAudienceRoleAndTenant() {
        accounts.ensure(Account.tenant("alice", "first", TENANT));

        String claims = claims(accounts.token("alice", "first"));

        assertThat(Json.string(claims, "iss")).hasValue(TestStack.shared().issuer());
        assertThat(Json.string(claims, "tenant")).hasValue(TENANT.toString());
        assertThat(claims).contains("\"aud\":\"xenopolis-api\"").contains("\"roles\":[\"tenant\"]");
        assertThat(lifeSeconds(claims)).isEqualTo(300);
    }

    @Test
    void anOperatorsTokenHasNoTenant() {
        accounts.ensure(Account.operator("oscar", "pass"));

        String claims = claims(accounts.token("oscar", "pass"));

        assertThat(Json.string(claims, "tenant")).isEmpty();
        assertThat(claims).contains("\"roles\":[\"operator\"]");
    }

    @Test
    void anAccountMadeAgainHasTheNewPasswordOnly() {
        accounts.ensure(Account.tenant("bob", "old", TENANT));
        accounts.ensure(Account.tenant("bob", "new", TENANT));

        assertThat(accounts.token("bob", "new")).isNotEmpty();
        assertThatThrownBy(() -> accounts.token("bob", "old")).hasMessageContaining("invalid_grant");
    }

    private static String claims(String token) {
        String payload = token.split(Pattern.quote("."), -1)[1];
        return new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    }

    private static long lifeSeconds(String claims) {
        return number(claims, "exp") - number(claims, "iat");
    }

    private static long number(String claims, String key) {
        var matcher = Pattern.compile("\"" + key + "\":(\\d+)").matcher(claims);
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
