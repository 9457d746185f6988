package dev.atelier.training;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A batch of real images [B, C, H, W] on the device, with their conditions [B, width] where the networks are conditional. */
record Reals(Tensor images, Optional<Tensor> conditions) {
    long count() {
        return images.size(0);
    }
}
