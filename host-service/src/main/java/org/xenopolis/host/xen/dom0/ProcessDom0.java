package org.xenopolis.host.xen.dom0;

import java.io.IOException;
import java.util.List;

/** Does verbs by starting programs. */
public final class ProcessDom0 implements Dom0 {
    private final Launcher launcher;
    private final Layout layout;
    private final Hand hand;

    public ProcessDom0(Launcher launcher, Layout layout) {
        this.launcher = launcher;
        this.layout = layout;
        this.hand = new Hand(this);
    }

    @Override
    public List<String> ask(Ask ask) {
        return hand.ask(ask.words());
    }

    @Override
    public Running start(Command command) {
        List<String> line = launcher.line(Arguments.of(command, layout));
        try {
            Running running = new RunningProcess(
                    command.getClass().getSimpleName(), new ProcessBuilder(line).start(), command.patience());
            if (command instanceof Command.Hand) {
                running.input().write(Arguments.HAND);
            }
            return running;
        } catch (IOException e) {
            throw new Dom0Exception("cannot start " + line.getFirst(), e);
        }
    }

    @Override
    public void close() {
        hand.close();
    }
}
