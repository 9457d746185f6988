package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrowdingTest {
    private final List<String> told = new ArrayList<>();
    private double now;
    private double own;
    private double machine;
    private double waited;

    @Test
    void isToldOnceAfterHalfAMinute() {
        Crowding crowding =
                new Crowding(2, 1, told::add, () -> now, () -> Optional.of(new Neighbours(now, own, machine, waited)));
        pass(crowding, 30, 2, 2, 0); // quiet
        assertThat(told).isEmpty();
        pass(crowding, 25, 1.2, 2, 0.5);
        assertThat(told).isEmpty();
        pass(crowding, 40, 1.2, 2, 0.5);
        assertThat(told).hasSize(1).allMatch(line -> line.startsWith("other programs slow this one down"));
        pass(crowding, 100, 1.2, 2, 0.5);
        assertThat(told).hasSize(1);
    }

    @Test
    void isSilentWhereTheSystemDoesNotTell() {
        pass(new Crowding(2, 1, told::add, () -> now, Optional::empty), 100, 1, 2, 1);
        assertThat(told).isEmpty();
    }

    /** Steps of a second at these rates. */
    private void pass(Crowding crowding, int seconds, double own, double machine, double waited) {
        for (int i = 0; i < seconds; i++) {
            now++;
            this.own += own;
            this.machine += machine;
            this.waited += waited;
            crowding.step(i);
        }
    }
}
