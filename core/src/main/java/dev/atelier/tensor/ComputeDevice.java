package dev.atelier.tensor;

import org.bytedeco.pytorch.Device;

/** A device that is there on this machine, for rooms that do not speak libtorch. Owns a native object until closed. */
public final class ComputeDevice implements AutoCloseable {
    private final String key;
    private final Device device;

    ComputeDevice(String key, Device device) {
        this.key = key;
        this.device = device;
    }

    /** {@code cpu}, {@code cuda} or {@code cuda:1}. */
    public String key() {
        return key;
    }

    /** Borrowed. */
    public Device device() {
        return device;
    }

    @Override
    public void close() {
        device.close();
    }
}
