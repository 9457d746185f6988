package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NeighboursTest {
    private static final Neighbours START = new Neighbours(100, 50, 1000, 5);

    @Test
    void aBusyNeighbourIsTold() {
        // 30 s on 2 processors: we ran 32 s, others 28, and our two threads waited for 20 s together
        Neighbours later = new Neighbours(130, 82, 1060, 25);
        assertThat(later.since(START, 2, 1, 2).orElseThrow())
                .startsWith("other programs slow this one down: in the last 30 s they took 0.9 of 2 processors,")
                .contains("33 % of its time")
                .contains("--threads 1");
        assertThat(later.since(START, 1, 1, 2).orElseThrow()).doesNotContain("--threads");
    }

    @Test
    void nothingIsToldOfAQuietMachine() {
        assertThat(new Neighbours(130, 108, 1060, 5.5).since(START, 2, 1, 2)).isEmpty();
    }

    @Test
    void waitingForDataIsNoNeighbour() {
        assertThat(new Neighbours(130, 60, 1010, 5.1).since(START, 2, 1, 2)).isEmpty();
    }

    @Test
    void aNeighbourOnAnotherProcessorTakesNothingFromUs() {
        assertThat(new Neighbours(130, 80, 1060, 5.3).since(START, 1, 1, 2)).isEmpty();
    }

    @Test
    void ownThreadsThatWaitForOneAnotherAreNoNeighbours() {
        assertThat(new Neighbours(130, 110, 1061, 35).since(START, 2, 1, 2)).isEmpty();
    }

    @Test
    void linuxCountersAreRead() {
        assertThat(Neighbours.machine("cpu  100 20 30 4000 50 6 7 8 9 10\ncpu0 1 2 3\n"))
                .isEqualTo(1.71);
        assertThat(Neighbours.waitedOf("123456789 2500000000 42\n")).isEqualTo(2.5);
        assertThat(Neighbours.waitedOf("")).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxTells() {
        Neighbours now = Neighbours.look().orElseThrow();
        assertThat(now.own()).isPositive().isLessThan(now.machine());
    }
}
