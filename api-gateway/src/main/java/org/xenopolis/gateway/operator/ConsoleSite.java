package org.xenopolis.gateway.operator;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The operator console: static files under META-INF/resources/console, and where its logins come from. */
@Path("/console/config.json")
@Tag(name = "operator: console")
public class ConsoleSite {
    private static final String CLIENT = "xenopolis-console";
    /** Their names hold a hash of what is in them. */
    private static final String ASSETS = "/console/assets/";

    private static final int PRIORITY = 9_000;

    @Schema(name = "ConsoleConfig")
    public record Config(String issuer, String clientId) {}

    private final String issuer;
    private final String policy;

    ConsoleSite(@ConfigProperty(name = "xeno.oidc.issuer") String issuer) {
        this.issuer = issuer;
        URI uri = URI.create(issuer);
        String origin = uri.getScheme() + "://" + uri.getAuthority();
        // Styles are set by the component library at run time; scripts are only our own files.
        this.policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                + " font-src 'self' data:; connect-src 'self' " + origin + "; frame-src " + origin
                + "; frame-ancestors 'self'; base-uri 'none'; form-action 'self' " + origin + "; object-src 'none'";
    }

    void register(@Observes Filters filters) {
        filters.register(this::secure, PRIORITY);
    }

    private void secure(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.equals("/") || path.equals("/console")) {
            context.redirect("/console/");
            return;
        }
        if (path.startsWith("/console/")) {
            HttpServerResponse response = context.response();
            response.putHeader("Content-Security-Policy", policy);
            response.putHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
            response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
            context.addHeadersEndHandler(ignored -> keep(response, path));
        }
        context.next();
    }

    /** How long a browser may keep it: decided when it is known whether it is there. */
    private static void keep(HttpServerResponse response, String path) {
        int status = response.getStatusCode();
        if (status != 200 && status != 206 && status != 304) {
            return;
        }
        if (path.startsWith(ASSETS)) {
            response.putHeader("Cache-Control", "public, max-age=31536000, immutable");
        } else if (!path.endsWith(".json")) {
            response.putHeader("Cache-Control", "no-cache");
        }
    }

    /** What the console has to know before anybody is logged in. */
    @GET
    @PermitAll
    public Config getConsoleConfig() {
        return new Config(issuer, CLIENT);
    }
}
