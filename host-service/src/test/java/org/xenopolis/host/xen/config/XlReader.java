package org.xenopolis.host.xen.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a configuration as xl does, written after tools/libs/util/libxlu_cfg_l.l and libxlu_cfg_y.y of Xen 4.17 and not
 * after our writer: statements end with a newline or a semicolon, either quote opens a string, a backslash escapes, and of
 * a repeated key the last value holds.
 */
final class XlReader {
    private final String text;
    private int at;

    private XlReader(String text) {
        this.text = text;
    }

    /** Values are strings, or lists of strings. @throws IllegalArgumentException where xl would refuse the file */
    static Map<String, Object> read(String text) {
        return new XlReader(text).statements();
    }

    private Map<String, Object> statements() {
        Map<String, Object> values = new LinkedHashMap<>();
        while (true) {
            blanks();
            if (at == text.length()) {
                return values;
            }
            char c = text.charAt(at);
            if (c == '\n' || c == ';') {
                at++;
            } else if (c == '#') {
                comment();
            } else {
                String key = identifier();
                blanks();
                expect('=');
                values.put(key, value());
                blanks();
                if (at < text.length() && text.charAt(at) != '#' && text.charAt(at) != ';') {
                    expect('\n');
                }
            }
        }
    }

    private Object value() {
        blanks();
        if (peek() != '[') {
            return atom();
        }
        at++;
        List<String> list = new ArrayList<>();
        while (true) {
            lines();
            if (peek() == ']') {
                at++;
                return list;
            }
            list.add(atom());
            lines();
            if (peek() == ',') {
                at++;
            } else if (peek() != ']') {
                throw wrong();
            }
        }
    }

    private String atom() {
        char c = peek();
        if (c == '"' || c == '\'') {
            return string(c);
        }
        int from = at;
        while (at < text.length() && "0123456789abcdefx".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (from == at || !Character.isDigit(text.charAt(from))) {
            throw wrong();
        }
        return text.substring(from, at);
    }

    private String string(char quote) {
        StringBuilder string = new StringBuilder();
        for (at++; ; at++) {
            char c = peek();
            if (c == '\n') {
                throw wrong();
            }
            if (c == quote) {
                at++;
                return string.toString();
            }
            if (c != '\\') {
                string.append(c);
                continue;
            }
            at++;
            int plain = "abfnrtv".indexOf(peek());
            if (plain >= 0) {
                string.append("\u0007\b\f\n\r\t\u000b".charAt(plain));
            } else if ("\"'\\".indexOf(peek()) >= 0) {
                string.append(peek());
            } else {
                // Numeric escapes too: xl reads them in ways of its own, so a writer must not use them.
                throw wrong();
            }
        }
    }

    private String identifier() {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "._".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String key = text.substring(from, at);
        if (!key.matches("[a-z][._0-9a-z]*")) {
            throw wrong();
        }
        return key;
    }

    private void blanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private void lines() {
        while (at < text.length() && " \t\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void comment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong();
        }
        at++;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("at " + at + ": " + text);
    }
}
