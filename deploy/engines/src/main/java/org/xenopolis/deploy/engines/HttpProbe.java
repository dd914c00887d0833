package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** One small question to an HTTP server. */
public final class HttpProbe {
    private static final int PATIENCE_MILLIS = 2_000;

    private HttpProbe() {}

    /** Whether a GET of that URL is answered with 200 in time. */
    public static boolean succeeds(String url) {
        try {
            // Lighter than java.net.http in a process that probes for years in a small heap.
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
