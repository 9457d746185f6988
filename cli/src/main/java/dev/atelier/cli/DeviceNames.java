package dev.atelier.cli;

import java.util.ArrayList;
import java.util.List;

/** The values of {@code --device}, for completion; a CUDA device may have a number. */
final class DeviceNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    DeviceNames() {
        super(List.of("auto", "cpu", "cuda"));
    }
}
