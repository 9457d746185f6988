package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class EngineTest {
    @Test
    void startingTwiceIsHarmless() {
        Engine.start();
        Engine.start();
        assertThat(System.getProperty("org.bytedeco.javacpp.nopointergc")).isEqualTo("true");
        assertThat(System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes")).isEqualTo("0");
    }

    @Test
    void cudaIsLookedForOnlyWhereItsNativesAre() {
        Engine.start();
        boolean gpu = System.getProperty("java.class.path").contains("-gpu.jar");
        assertThat(System.getProperty("org.bytedeco.javacpp.platform.extension"))
                .isEqualTo(gpu ? null : "");
    }

    @Test
    void threadsAreSetAndZeroLeavesThemAlone() {
        int before = Engine.threads();
        Engine.threads(1);
        assertThat(Engine.threads()).isEqualTo(1);
        Engine.threads(0);
        assertThat(Engine.threads()).isEqualTo(1);
        Engine.threads(before);
        assertThat(Engine.threads()).isEqualTo(before);
    }

    @Test
    void receiptsGetPlainVersions() {
        assertThat(Engine.torchVersion()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(Engine.cpuCapability()).isNotBlank();
    }

    @Test
    void aNativeErrorIsCutToItsFirstLine() {
        try (TensorScope scope = TensorScope.open()) {
            torch.ones(2).add(torch.ones(3));
            throw new AssertionError("added shapes that do not fit");
        } catch (RuntimeException e) {
            assertThat(Engine.firstLine(e))
                    .startsWith("The size of tensor a (2)")
                    .doesNotContain("\n");
        }
        assertThat(Engine.firstLine(new RuntimeException("one line"))).isEqualTo("one line");
        assertThat(Engine.firstLine(new RuntimeException())).isEqualTo("null");
    }
}
