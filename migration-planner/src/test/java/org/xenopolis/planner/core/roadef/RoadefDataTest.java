package org.xenopolis.planner.core.roadef;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.planner.core.SharedFiles;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.search.Answer;
import org.xenopolis.planner.core.search.Progress;
import org.xenopolis.planner.core.search.Search;
import org.xenopolis.planner.core.search.Tuning;

/** The challenge's own instances, and its rules as somebody else wrote them down. */
class RoadefDataTest {
    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws Exception {
        String archive = SharedFiles.data("roadef2012/A.tar.gz").toString();
        SharedFiles.run("tar", "xzf", archive, "-C", folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1_1", "a1_2", "a1_4", "a2_4"})
    void theOtherCheckerAgreesOnTheStartAndOnTheAnswer(String name) throws Exception {
        Path model = folder.resolve("A/model_" + name + ".txt");
        Path initial = folder.resolve("A/assignment_" + name + ".txt");
        RoadefInstance instance = RoadefInstance.parse(Files.readString(model), Files.readString(initial));
        long original = Long.parseLong(Files.readString(folder.resolve("A/original_cost_" + name + ".txt"))
                .strip());
        Placement placement = new Placement(instance.model());
        Answer answer = new Search(placement, Guard.NONE, instance.objective(placement), Tuning.DEFAULT, 1)
                .run(Progress.moves(400_000));
        Path written = folder.resolve("answer.txt");
        Files.writeString(
                written, Arrays.stream(answer.at()).mapToObj(String::valueOf).collect(Collectors.joining(" ")));

        String judged = SharedFiles.run(
                "python3",
                SharedFiles.tool("roadef_check.py").toString(),
                model.toString(),
                initial.toString(),
                written.toString());

        assertThat(RoadefJudge.judge(instance, instance.model().items().home()).cost())
                .isEqualTo(original);
        assertThat(judged).contains("TOTAL=" + (long) answer.cost() + " ", "feasible=True");
        assertThat(answer.cost()).isLessThan(original);
    }
}
