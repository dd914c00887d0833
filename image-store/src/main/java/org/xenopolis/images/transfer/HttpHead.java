package org.xenopolis.images.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The head of an answer, as far as an import needs it. What could be read in two ways is refused.
 *
 * @param lengthBytes of the body; negative when it comes in chunks
 */
record HttpHead(long lengthBytes) {
    static final int CHUNKED = -1;

    private static final int LINE_BYTES_MAX = 8 << 10;
    private static final int LINES_MAX = 100;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    static HttpHead read(InputStream in) throws IOException, ImportFailure {
        var status = STATUS.matcher(line(in));
        if (!status.matches()) {
            throw new ImportFailure("The server does not speak HTTP.");
        }
        Map<String, String> fields = fields(in);
        int code = Integer.parseInt(status.group(1));
        if (code >= 300 && code < 400) {
            throw new ImportFailure("The server redirects (" + code + "); redirects are not followed.");
        }
        if (code != 200) {
            throw new ImportFailure("The server answered " + code + ".");
        }
        return of(fields);
    }

    private static HttpHead of(Map<String, String> fields) throws ImportFailure {
        String encoding = fields.getOrDefault("content-encoding", "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new ImportFailure("The server compresses its answer although it was not asked to.");
        }
        String transfer = fields.get("transfer-encoding");
        String length = fields.get("content-length");
        if (transfer != null && length == null && transfer.equalsIgnoreCase("chunked")) {
            return new HttpHead(CHUNKED);
        }
        if (transfer == null && length != null && LENGTH.matcher(length).matches()) {
            return new HttpHead(Long.parseLong(length));
        }
        throw new ImportFailure("The server does not say clearly how long its answer is.");
    }

    private static Map<String, String> fields(InputStream in) throws IOException, ImportFailure {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < LINES_MAX; i++) {
            String line = line(in);
            if (line.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new ImportFailure("The server's answer is malformed.");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (fields.put(name, line.substring(colon + 1).strip()) != null && name.startsWith("content-")) {
                throw new ImportFailure("The server's answer contradicts itself.");
            }
        }
        throw new ImportFailure("The server's answer has too many lines.");
    }

    static String line(InputStream in) throws IOException, ImportFailure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new ImportFailure("The server ended its answer too early.");
            }
            if (line.size() == LINE_BYTES_MAX) {
                throw new ImportFailure("The server's answer has a line without end.");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
