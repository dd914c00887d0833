package org.xenopolis.deploy.nativeplan;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;
import org.xenopolis.planner.core.ganeti.GanetiCluster;
import org.xenopolis.planner.core.ganeti.GanetiException;
import org.xenopolis.planner.core.ganeti.GanetiTask;
import org.xenopolis.planner.core.ganeti.GanetiText;

/**
 * {@code ./xeno plan --ganeti} for small clusters, translated to C: a JVM takes longer to start than they take to plan. It
 * knows the plain options only. Where there are others, a large cluster, or anything wrong, it prints and writes nothing
 * and ends with {@link #DECLINED}: the command on the JVM then does it, or says what is wrong.
 */
public final class NativePlan {
    static final int DECLINED = 3;

    /** Of a file. Ten times as much would still fit the heap, on which nothing is ever collected. */
    static final long BYTES_MAX = 256 << 10;

    /** What a decoder makes of bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final double CLOCKS_PER_SECOND = 1e6;

    private String cluster = "";
    private String load = "";
    private String out = "";
    private int movesMax = Integer.MAX_VALUE;
    private long seed = 1;

    private NativePlan() {}

    public static void main(String[] arguments) {
        try {
            NativePlan plan = new NativePlan();
            if (plan.understands(arguments)) {
                plan.run();
                return;
            }
        } catch (IOException | NumberFormatException | GanetiException e) {
            // Said by the command on the JVM.
        }
        exit(DECLINED);
    }

    private boolean understands(String[] arguments) {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--ganeti" -> cluster = value;
                case "--load" -> load = value;
                case "--out" -> out = value;
                case "--max-moves" -> movesMax = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                default -> {
                    return false;
                }
            }
        }
        return arguments.length % 2 == 0
                && isSmall(cluster)
                && (load.isEmpty() || isSmall(load))
                && !out.isEmpty()
                && movesMax >= 0;
    }

    private static boolean isSmall(String file) {
        long bytes = new File(file).length();
        return bytes > 0 && bytes <= BYTES_MAX;
    }

    private void run() throws IOException {
        GanetiCluster read = GanetiText.parse(cluster, read(cluster), load, load.isEmpty() ? "" : read(load));
        GanetiTask.Outcome outcome = new GanetiTask(read, null, movesMax, 0, seed).run();
        try (OutputStream file = new FileOutputStream(out)) {
            file.write(outcome.moved().getBytes(StandardCharsets.UTF_8));
        }
        StringBuilder said = new StringBuilder();
        outcome.said().forEach(line -> said.append(line).append('\n'));
        System.out.print(said.append(String.format(Locale.ROOT, "CPU %.3f s\n", clock() / CLOCKS_PER_SECOND)));
    }

    private static String read(String file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (text.indexOf(REPLACEMENT) >= 0) {
                throw new IOException(file + " is not text");
            }
            return text;
        }
    }

    /** CPU time of the process, as POSIX counts it. */
    @Include("time.h")
    @Import(name = "clock")
    private static native long clock();

    @Include("stdlib.h")
    @Import(name = "exit")
    private static native void exit(int status);
}
