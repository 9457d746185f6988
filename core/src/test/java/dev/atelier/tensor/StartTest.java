package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a fresh process begins with: libgomp itself tells how its threads will wait. */
class StartTest {
    /** Prints the threads of an operation. */
    static final class Program {
        public static void main(String[] args) {
            System.out.println("threads " + Engine.threads());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void threadsWaitShortly() throws Exception {
        assertThat(started(Map.of(), "-XX:ActiveProcessorCount=1"))
                .contains("GOMP_SPINCOUNT = '2000'")
                .contains("threads 1\n");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void whatTheUserHasSetStays() throws Exception {
        assertThat(started(Map.of("GOMP_SPINCOUNT", "77", "OMP_NUM_THREADS", "3"), "-XX:ActiveProcessorCount=1"))
                .contains("GOMP_SPINCOUNT = '77'")
                .contains("threads 3\n");
        assertThat(started(Map.of("OMP_WAIT_POLICY", "PASSIVE")))
                .contains("OMP_WAIT_POLICY = 'PASSIVE'")
                .doesNotContain("'2000'");
    }

    /** Everything that it prints. */
    private static String started(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(GOMP|OMP|OPENBLAS)_.*"));
        builder.environment().put("OMP_DISPLAY_ENV", "VERBOSE");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
