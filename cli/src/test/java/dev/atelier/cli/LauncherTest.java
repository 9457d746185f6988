package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The {@code atelier} script in a built checkout of its own, whose path has a space: the archive of classes that it makes and uses. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher under test is a POSIX shell script")
class LauncherTest {
    private static final String SHARED = "dev.atelier.cli.Main source: shared objects file";

    @TempDir
    static Path folder;

    private static Path target;
    private static List<Start> first;
    private static Path archive;
    private static byte[] whole;

    /** What a start of the script gave back. */
    private record Start(int code, String out, String err) {
        void silentVersion() {
            assertThat(code).as(err).isZero();
            assertThat(err).isEmpty();
            assertThat(out).matches("atelier \\S+, libtorch \\S+, Java .+ on .+\\R");
        }
    }

    @BeforeAll
    static void startThreeAtOnce() throws Exception {
        Path checkout = Files.createDirectories(folder.resolve("a checkout"));
        target = Files.createDirectories(checkout.resolve("cli/target"));
        Files.copy(Path.of("..", "atelier"), checkout.resolve("atelier"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(target.resolve("classpath.txt"), classPath());
        Files.writeString(target.resolve("options.txt"), "\n");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(process("first" + i, Map.of(), "--version"));
        }
        first = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.add(start(processes.get(i), "first" + i));
        }
        archive = names(target)
                .filter(name -> name.startsWith("classes-"))
                .findFirst()
                .map(name -> target.resolve(name).resolve("classes.jsa"))
                .orElseThrow();
        whole = Files.readAllBytes(archive);
    }

    @AfterEach
    void restore() throws IOException {
        damage(whole);
    }

    private static void damage(byte[] content) throws IOException {
        Files.deleteIfExists(archive); // it is read-only
        Files.write(archive, content);
    }

    @Test
    void startsAtOnceMakeOneArchive() throws Exception {
        assertThat(first).allSatisfy(start -> {
            assertThat(start.code()).as(start.err()).isZero();
            assertThat(start.out()).startsWith("atelier ");
            assertThat(start.err().lines()).allMatch(line -> line.startsWith("atelier: rehearsing once"));
        });
        assertThat(names(target).filter(name -> name.startsWith("classes-"))).hasSize(1);
        assertThat(names(archive.getParent())).containsExactlyInAnyOrder("classes.jsa", "size", "log");
    }

    @Test
    void laterStartsUseItAndSayNothing() throws Exception {
        run("--version").silentVersion();
        assertThat(run(Map.of("ATELIER_JAVA_OPTS", "-Xlog:class+load"), "--version")
                        .out())
                .contains(SHARED);
    }

    @Test
    void oneThatIsDamagedIsPassedOver() throws Exception {
        for (int length : new int[] {0, 1000, whole.length / 2}) {
            damage(Arrays.copyOf(whole, length));
            run("--version").silentVersion();
        }
        damage(new byte[whole.length]);
        run("--version").silentVersion();
        Files.delete(archive);
        run("--version").silentVersion();
    }

    @Test
    void oneOfOtherJarsIsPassedOver() throws Exception {
        Path jar = folder.resolve("0.jar");
        FileTime before = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(before.toMillis() - 60_000));
        try {
            run("--version").silentVersion();
            assertThat(run(Map.of("ATELIER_JAVA_OPTS", "-Xlog:class+load"), "--version")
                            .out())
                    .contains("dev.atelier.cli.Main ")
                    .doesNotContain(SHARED);
        } finally {
            Files.setLastModifiedTime(jar, before);
        }
    }

    @Test
    void optionsThatItWasNotMadeForDoNotMatter() throws Exception {
        for (String options : List.of("-XX:-UseCompressedOops", "-Xmx40g", "-Xshare:off", "-Xint")) {
            run(Map.of("ATELIER_JAVA_OPTS", options), "--version").silentVersion();
        }
    }

    /** {@code data inspect} of a folder whose name and whose classes are beyond ASCII, named by its bytes as a shell would. */
    private static Start inspect(String start, Map<String, String> environment) throws Exception {
        String script =
                "cd \"$0\" && d=$(printf 'd\\303\\244ta') && for c in '\\303\\244' '\\303\\266' '\\303\\274'; do"
                        + " mkdir -p \"$d/$(printf \"$c\")\" && cp 1.png \"$d/$(printf \"$c\")/1.png\"; done; exec "
                        + start
                        + " data inspect \"$d\" --json";
        ImageFiles.writePng(Image.filled(1, 4, 4, 9), folder.resolve("1.png"), Map.of());
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script, folder.toString())
                .redirectOutput(folder.resolve("inspect.out").toFile())
                .redirectError(folder.resolve("inspect.err").toFile());
        builder.environment().keySet().removeAll(List.of("LC_ALL", "LC_CTYPE", "LANG", "ATELIER_JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return start(builder.start(), "inspect");
    }

    @Test
    void namesOfFilesAreTheSameInEveryLocale() throws Exception {
        String expected =
                inspect("'a checkout/atelier'", Map.of("LC_ALL", "C.UTF-8")).out();
        assertThat(expected).contains("\"\u00E4\" : 1", "\"\u00F6\" : 1", "\"\u00FC\" : 1", "d\u00E4ta");
        for (Map<String, String> locale : List.of(
                Map.<String, String>of(),
                Map.of("LC_ALL", "POSIX"),
                Map.of("LC_ALL", "C"),
                Map.of("LANG", "de_DE.ISO-8859-1"),
                Map.of("LC_ALL", "xx_YY.ISO-8859-1", "LANG", "C.UTF-8"))) {
            Start start = inspect("'a checkout/atelier'", locale);
            assertThat(start.code()).as(start.err()).isZero();
            assertThat(start.out()).as("%s", locale).isEqualTo(expected);
        }
    }

    @Test
    void javaStartedOtherwiseRefusesNamesThatItCannotRead() throws Exception {
        String java = "\"$JAVA_HOME/bin/java\" -XX:TieredStopAtLevel=1 -cp '" + System.getProperty("java.class.path")
                + "' dev.atelier.cli.Main";
        Start named = inspect(java, Map.of("LC_ALL", "POSIX"));
        assertThat(named.code()).isEqualTo(2);
        assertThat(named.err())
                .startsWith("atelier: ")
                .contains("LC_ALL=C.UTF-8")
                .hasLineCount(1);
        Start below = inspect(java + " data inspect . --json #", Map.of("LC_ALL", "POSIX"));
        assertThat(below.code()).isEqualTo(2);
        assertThat(below.err())
                .startsWith("atelier: .: the name '")
                .contains("LC_ALL=C.UTF-8")
                .hasLineCount(1);
    }

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    /** This JVM's class path as jars: an archive cannot hold classes from folders. */
    private static String classPath() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            jars.add(
                    Files.isDirectory(path)
                            ? jar(path, folder.resolve(jars.size() + ".jar")).toString()
                            : entry);
        }
        return String.join(File.pathSeparator, jars) + "\n";
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private static Start run(String... words) throws Exception {
        return run(Map.of(), words);
    }

    private static Start run(Map<String, String> environment, String... words) throws Exception {
        return start(process("start", environment, words), "start");
    }

    private static Process process(String name, Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(folder.resolve("a checkout/atelier").toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().keySet().removeAll(List.of("ATELIER_JAVA_OPTS", "ATELIER_MAVEN_OPTS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Start start(Process process, String name) throws IOException, InterruptedException {
        int code = process.waitFor();
        return new Start(
                code,
                Files.readString(folder.resolve(name + ".out"), StandardCharsets.UTF_8),
                Files.readString(folder.resolve(name + ".err"), StandardCharsets.UTF_8));
    }
}
