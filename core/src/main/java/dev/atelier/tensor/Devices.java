package dev.atelier.tensor;

import dev.atelier.BadInput;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/** Where tensors live: {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:1}. */
public final class Devices {
    private Devices() {}

    /** The device that a key means on this machine, which the caller closes; a device that is not there is refused. */
    public static ComputeDevice resolve(String key) {
        Engine.start();
        boolean cuda = torch.hasCUDA();
        if (key.equals("cpu") || key.equals("auto") && !cuda) {
            return device("cpu");
        }
        if (!key.equals("auto") && !key.matches("cuda(:\\d+)?")) {
            throw new BadInput("no device named '" + key + "'; known: auto, cpu, cuda, cuda:N");
        }
        if (!cuda) {
            throw new BadInput(
                    "device " + key + " is not available: this build has CPU natives only, or no NVIDIA driver is "
                            + "loaded; build with -Pcuda, or use --device cpu");
        }
        return device(key.equals("auto") ? "cuda" : key);
    }

    private static ComputeDevice device(String key) {
        try (TensorScope scope = TensorScope.open()) {
            return new ComputeDevice(key, scope.keep(new Device(key)));
        }
    }
}
