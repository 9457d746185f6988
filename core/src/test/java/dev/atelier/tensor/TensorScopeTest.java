package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class TensorScopeTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void closingFreesWhatWasMadeInside() {
        Tensor made;
        try (TensorScope scope = TensorScope.open()) {
            made = torch.ones(3);
            assertThat(made.isNull()).isFalse();
        }
        assertThat(made.isNull()).isTrue();
    }

    @Test
    void anErrorFreesTooAndGoesOn() {
        AtomicReference<Tensor> made = new AtomicReference<>();
        assertThatThrownBy(() -> {
                    try (TensorScope scope = TensorScope.open()) {
                        made.set(torch.ones(3));
                        throw new IllegalStateException("midway");
                    }
                })
                .hasMessage("midway");
        assertThat(made.get().isNull()).isTrue();
    }

    @Test
    void keptTensorsOutliveEveryScope() {
        Tensor kept;
        try (TensorScope outer = TensorScope.open()) {
            try (TensorScope inner = TensorScope.open()) {
                kept = inner.keep(torch.ones(3));
            }
        }
        assertThat(Tensors.toFloats(kept)).containsExactly(1, 1, 1);
        kept.close();
        assertThat(kept.isNull()).isTrue();
    }

    @Test
    void promotedTensorsLiveUntilTheEnclosingScopeCloses() {
        Tensor promoted;
        try (TensorScope outer = TensorScope.open()) {
            try (TensorScope inner = TensorScope.open()) {
                promoted = inner.promote(torch.ones(3));
            }
            assertThat(Tensors.toFloats(promoted)).containsExactly(1, 1, 1);
        }
        assertThat(promoted.isNull()).isTrue();
    }

    @Test
    void promotionGoesOneScopeOutAtATime() {
        Tensor promoted;
        try (TensorScope outer = TensorScope.open()) {
            try (TensorScope middle = TensorScope.open()) {
                try (TensorScope inner = TensorScope.open()) {
                    promoted = inner.promote(torch.ones(3));
                }
                middle.promote(promoted);
            }
            assertThat(Tensors.toFloats(promoted)).containsExactly(1, 1, 1);
        }
        assertThat(promoted.isNull()).isTrue();
    }

    @Test
    void promotionOutOfTheOutermostScopeLeavesTheTensorToTheCaller() {
        Tensor promoted;
        try (TensorScope scope = TensorScope.open()) {
            promoted = scope.promote(torch.ones(3));
        }
        assertThat(Tensors.toFloats(promoted)).containsExactly(1, 1, 1);
        promoted.close();
        assertThat(promoted.isNull()).isTrue();
    }

    @Test
    void aScopeLeavesAloneWhatItsOuterScopeMade() {
        try (TensorScope outer = TensorScope.open()) {
            Tensor early = torch.ones(3);
            try (TensorScope inner = TensorScope.open()) {
                torch.ones(4);
            }
            assertThat(Tensors.toFloats(early)).containsExactly(1, 1, 1);
        }
    }

    @Test
    void aPromotedViewHoldsTheValuesOfItsFreedBase() {
        try (TensorScope outer = TensorScope.open()) {
            Tensor row;
            try (TensorScope inner = TensorScope.open()) {
                row = inner.promote(Tensors.of(new float[] {1, 2, 3, 4}, 2, 2).select(0, 1));
            }
            assertThat(Tensors.toFloats(row)).containsExactly(3, 4);
        }
    }

    @Test
    void otherThreadsAreNotTouched() throws InterruptedException {
        AtomicReference<Tensor> foreign = new AtomicReference<>();
        try (TensorScope scope = TensorScope.open()) {
            Thread thread = new Thread(() -> foreign.set(torch.ones(3)));
            thread.start();
            thread.join();
        }
        assertThat(Tensors.toFloats(foreign.get())).containsExactly(1, 1, 1);
        foreign.get().close();
    }

    @Test
    void aThousandScopesLeaveMemoryFlat() {
        NativeMemory.assertFlat(1000, 4 * MEGABYTE, () -> {
            try (TensorScope outer = TensorScope.open()) {
                Tensor promoted;
                try (TensorScope inner = TensorScope.open()) {
                    promoted = inner.promote(torch.ones(MEGABYTE / 4));
                    inner.keep(promoted.add(promoted)).close();
                }
                assertThat(promoted.numel()).isEqualTo(MEGABYTE / 4);
            }
        });
    }
}
