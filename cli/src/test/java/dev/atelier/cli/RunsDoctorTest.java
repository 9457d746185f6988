package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor said while a run was trained is told again when the run is shown. */
class RunsDoctorTest {
    @TempDir
    Path folder;

    @Test
    void anIllRunIsShownWithItsDiagnoses() throws IOException {
        Path run = folder.resolve("ill");
        String[] settings = {
            "network.width=0.125",
            "network.latent=8",
            "discriminator.optimizer=sgd",
            "discriminator.momentum=0.9",
            "discriminator.learningRate=0.002",
            "generator.learningRate=2e-3",
            "log.everySteps=10",
            "samples.everySteps=100000"
        };
        List<Object> command = new java.util.ArrayList<>(
                List.of("train", "vanilla", "--data", "gaussian-ring", "--threads", 1, "--steps", 1200, "--out", run));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        String told = Cli.run(command.toArray())
                .done()
                .err()
                .lines()
                .filter(line -> line.contains("doctor, step"))
                .findFirst()
                .orElseThrow();
        String sentence = told.substring(told.indexOf("doctor, step"));
        assertThat(Cli.run("runs", "show", run).done().out()).contains("\ndoctor\n  " + sentence);
        Map<String, Object> json =
                RunFiles.json(Cli.run("runs", "show", run, "--json").done().out());
        assertThat((List<?>) json.get("diagnoses"))
                .isNotEmpty()
                .first()
                .satisfies(first -> assertThat(sentence).contains(String.valueOf(((Map<?, ?>) first).get("evidence"))));
    }
}
