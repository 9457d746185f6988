package dev.atelier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With scripts in Maven's place: nothing is downloaded. */
final class MavenPeersTest {
    @TempDir
    Path folder;

    @Test
    void peerIsNotHereWhereMavenIsNot() {
        MavenPeers peers =
                new MavenPeers(folder, folder.resolve("no-such-program").toString());
        assertThat(peers.built("djl").trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("no-such-program"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script stands in Maven's place")
    void peerIsNotHereForMavensFirstReason() throws IOException {
        MavenPeers peers =
                maven("echo '[WARNING] old'; echo '[ERROR] no such artifact'; echo '[ERROR] [Help 1]'; exit 1");
        Side side = new Side("djl");
        side.add(Child.Result.notStarted(peers.built("djl").trouble().orElseThrow()));
        assertThat(side.trouble()).contains("no such artifact");
    }

    @Test
    void longReasonKeepsItsBeginningAndItsEnd() {
        String wanted = "a".repeat(60);
        String cause = "z".repeat(100);
        assertThat(MavenPeers.why(
                        List.of("\u001b[0m[ERROR] " + wanted + "m".repeat(400) + cause + " -> [Help 1]", "[ERROR] ")))
                .contains(wanted + " … " + cause);
        assertThat(MavenPeers.why(List.of("[ERROR] ", "killed"))).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script stands in Maven's place")
    void peerIsBuiltOnceAndRunsOnItsOwnLibraries() throws IOException {
        MavenPeers peers = maven("echo \"$@\" >>calls.txt; echo a.jar:b.jar >target/peers/djl/libraries.txt");
        MavenPeers.Built built = peers.built("djl");
        assertThat(built.trouble()).isEqualTo(Optional.empty());
        assertThat(built.java("Main").subList(1, 4))
                .containsExactly("-cp", folder.resolve("target/peers/djl/classes") + ":a.jar:b.jar", "Main");
        assertThat(peers.built("djl")).isEqualTo(built);
        assertThat(Files.readAllLines(folder.resolve("calls.txt")))
                .singleElement()
                .asString()
                .contains(folder.resolve("peers/jvm/djl.xml").toString());
    }

    private MavenPeers maven(String does) throws IOException {
        Path script = folder.resolve("maven");
        Files.writeString(script, "#!/bin/sh\n" + does + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return new MavenPeers(folder, script.toString());
    }
}
