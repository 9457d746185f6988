package dev.atelier.tensor;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
    @Test
    void theProcessorIsAlwaysThere() {
        try (ComputeDevice cpu = Devices.resolve("cpu");
                ComputeDevice auto = Devices.resolve("auto")) {
            assertThat(cpu.key()).isEqualTo("cpu");
            assertThat(cpu.device().is_cpu()).isTrue();
            assertThat(auto.device().is_cpu()).isEqualTo(!torch.hasCUDA());
        }
    }

    @Test
    void aDeviceOutlivesTheScopeThatResolvedIt() {
        ComputeDevice cpu;
        try (TensorScope scope = TensorScope.open()) {
            cpu = Devices.resolve("cpu");
        }
        assertThat(cpu.device().is_cpu()).isTrue();
        cpu.close();
        assertThat(cpu.device().isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "", "CPU", "cuda:", "cuda:x", "cuda:-1", "cuda:0:1", "mps"})
    void anUnknownDeviceIsRefused(String key) {
        assertBadInput(() -> Devices.resolve(key))
                .hasMessage("no device named '" + key + "'; known: auto, cpu, cuda, cuda:N");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "cuda:0", "cuda:3"})
    void aDeviceThatIsNotThereIsRefused(String key) {
        Engine.start();
        assumeFalse(torch.hasCUDA(), "this machine has CUDA");
        assertBadInput(() -> Devices.resolve(key))
                .hasMessageStartingWith("device " + key + " is not available: ")
                .hasMessageEndingWith("or use --device cpu");
    }
}
