package dev.atelier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final int before = Engine.threads();

    @BeforeEach
    void twoThreads() {
        Engine.threads(2);
    }

    @AfterEach
    void asBefore() {
        Engine.threads(before);
    }

    @Test
    void resultsComeInOrder() {
        assertThat(Workers.map(50, i -> i * i))
                .isEqualTo(IntStream.range(0, 50).map(i -> i * i).boxed().toList());
        assertThat(Workers.map(0, i -> i)).isEmpty();
    }

    @Test
    void eachWorkerComputesOnOneThreadAndTheCallerKeepsHis() {
        assertThat(new HashSet<>(Workers.map(8, i -> Engine.threads()))).containsExactly(1);
        assertThat(Engine.threads()).isEqualTo(2);
        AtomicInteger later = new AtomicInteger();
        Thread fresh = new Thread(() -> later.set(Engine.threads()));
        fresh.start();
        try {
            fresh.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(later).hasValue(2);
    }

    @Test
    void thereAreAsManyWorkersAsThreads() {
        Engine.threads(3);
        CountDownLatch meeting = new CountDownLatch(3);
        Set<String> met = ConcurrentHashMap.newKeySet();
        Workers.map(3, i -> {
            meeting.countDown();
            try {
                assertThat(meeting.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return met.add(Long.toString(Thread.currentThread().getId()));
        });
        assertThat(met).hasSize(3);
    }

    @Test
    void bitsDoNotDependOnTheNumberOfWorkers() {
        List<float[]> two = Workers.map(5, WorkersTest::product);
        Engine.threads(1);
        List<float[]> one = Workers.map(5, WorkersTest::product);
        Engine.threads(4);
        List<float[]> four = Workers.map(5, WorkersTest::product);
        for (int i = 0; i < 5; i++) {
            assertThat(two.get(i)).isEqualTo(one.get(i)).isEqualTo(four.get(i));
        }
    }

    private static float[] product(int seed) {
        float[] values = new float[90_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(seed + i);
        }
        Tensor a = Tensors.of(values, 300, 300);
        return Tensors.toFloats(a.matmul(a)
                .add(torch.conv2d(a.view(1, 1, 300, 300), a.view(100, 1, 30, 30))
                        .sum()));
    }

    @Test
    void theFirstFailureIsThrownAndTheRestLeftOut() {
        AtomicInteger begun = new AtomicInteger();
        assertThatThrownBy(() -> Workers.map(1000, i -> {
                    begun.incrementAndGet();
                    if (i >= 3) {
                        throw new IllegalArgumentException("piece " + i);
                    }
                    return i;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("piece 3");
        assertThat(begun.get()).isLessThan(1000);
        assertThat(Workers.map(2, i -> i)).containsExactly(0, 1);
    }

    @Test
    void aSlowReaderIsNotOverrun() {
        AtomicInteger made = new AtomicInteger();
        List<Integer> ahead = new ArrayList<>();
        Workers.inOrder(100, i -> made.incrementAndGet(), done -> ahead.add(made.get() - ahead.size()));
        assertThat(ahead).hasSize(100).allSatisfy(pieces -> assertThat(pieces).isLessThanOrEqualTo(6));
    }

    @Test
    void piecesWithinAPieceRunThere() {
        List<List<String>> names = Workers.map(
                4,
                i -> Workers.map(3, j -> Thread.currentThread().getId() + " " + i + " " + j).stream()
                        .map(name -> name.split(" ")[0])
                        .distinct()
                        .toList());
        assertThat(names).allSatisfy(threads -> assertThat(threads).hasSize(1));
    }

    @Test
    void whatAPieceMakesDiesWithIt() {
        List<Tensor> made = new ArrayList<>();
        Workers.inOrder(2, i -> torch.ones(2), made::add);
        assertThat(made).allSatisfy(tensor -> assertThat(tensor.isNull()).isTrue());
    }
}
