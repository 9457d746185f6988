package dev.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
    @Test
    void oneIsSingularAllElsePlural() {
        assertThat(Counted.of(1, "image")).isEqualTo("1 image");
        assertThat(Counted.of(0, "image")).isEqualTo("0 images");
        assertThat(Counted.of(2, "class", "classes")).isEqualTo("2 classes");
        assertThat(Counted.of(1, "class", "classes")).isEqualTo("1 class");
    }
}
