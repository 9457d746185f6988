package dev.atelier.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.global.torch;

/**
 * Independent pieces of work, such as images to draw or to look at, on several Java threads. Each computes on one native thread, in
 * a {@link TensorScope} of its own: no thread waits for another in the middle of a product, as the threads of one operation do, so
 * that a busy neighbour takes no more than the processor he is on. How many there are says {@link Engine#workers()}. They stay for
 * whoever comes next: what the native library keeps for each thread need not be made anew.
 *
 * <p>A piece gives the same bits however many workers there are, one included, as long as the pieces are cut the same way: cut them
 * by the work, never by the number of threads. Within a piece, more pieces run on the same thread, one after the other.
 */
public final class Workers {
    private static final int AHEAD = 2; // pieces that may wait for the caller, for each worker
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private Workers() {}

    /**
     * The results of pieces 0 … {@code pieces − 1}, in this order. What a piece makes natively dies with it, so a result is a Java
     * value or a tensor that was kept. Where pieces fail, the first one's exception is thrown here, after all workers have ended;
     * pieces that had not begun are left out.
     */
    public static <T> List<T> map(int pieces, IntFunction<T> work) {
        List<T> results = new ArrayList<>(pieces);
        inOrder(pieces, work, results::add);
        return results;
    }

    /**
     * The same, each result handed to {@code sink} on the calling thread, in order, as soon as it is there. Workers are at most two
     * pieces each ahead of it, so that memory is bounded whatever the number of pieces.
     */
    public static <T> void inOrder(int pieces, IntFunction<T> work, Consumer<T> sink) {
        int threads = Math.min(Engine.workers(), pieces);
        if (threads <= 1 || INSIDE.get()) {
            for (int i = 0; i < pieces; i++) {
                sink.accept(piece(work, i));
            }
            return;
        }
        Crew crew = Crew.take(threads);
        try (AlgebraThreads one = AlgebraThreads.single()) {
            crew.work(pieces, work, sink);
        } finally {
            crew.giveBack();
        }
    }

    private static <T> T piece(IntFunction<T> work, int number) {
        try (TensorScope scope = TensorScope.open()) {
            return work.apply(number);
        }
    }

    /** Some threads. While they work, OpenBLAS keeps to one thread too. */
    private static final class Crew {
        private static final AtomicReference<Crew> IDLE = new AtomicReference<>();

        private final int size;
        private final ExecutorService threads;

        private Crew(int size) {
            this.size = size;
            threads = Executors.newFixedThreadPool(size, task -> {
                Thread thread = new Thread(task, "atelier worker");
                thread.setDaemon(true);
                return thread;
            });
            narrow(torch.get_num_threads());
        }

        /** The one that is idle where it has this size, else a new one; the caller's alone until given back. */
        static Crew take(int size) {
            Crew idle = IDLE.getAndSet(null);
            if (idle != null && idle.size == size) {
                return idle;
            }
            if (idle != null) {
                idle.threads.shutdown();
            }
            return new Crew(size);
        }

        void giveBack() {
            Crew other = IDLE.getAndSet(this);
            if (other != null) {
                other.threads.shutdown();
            }
        }

        /**
         * libtorch keeps the number for each thread, but setting it also sets what threads begin with that compute later: that is put
         * back from the calling thread once all workers have theirs.
         */
        private void narrow(int callers) {
            synchronized (Workers.class) {
                CountDownLatch ready = new CountDownLatch(size);
                for (int i = 0; i < size; i++) {
                    threads.execute(() -> {
                        torch.get_num_threads(); // takes the general number first, once for each thread
                        torch.set_num_threads(1);
                        INSIDE.set(true);
                        ready.countDown();
                        await(ready); // so that no thread takes two of these
                    });
                }
                await(ready);
                torch.set_num_threads(callers);
            }
        }

        private static void await(CountDownLatch latch) {
            boolean interrupted = false;
            while (true) {
                try {
                    latch.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Pieces that run when one has failed are waited for, because they may use what the caller owns; the others never begin. */
        <T> void work(int pieces, IntFunction<T> work, Consumer<T> sink) {
            Deque<Future<T>> begun = new ArrayDeque<>();
            AtomicBoolean over = new AtomicBoolean();
            try {
                for (int next = 0; next < pieces || !begun.isEmpty(); ) {
                    if (next < pieces && begun.size() < size * (1 + AHEAD)) {
                        int number = next++;
                        Callable<T> task = () -> {
                            if (over.get()) {
                                throw new CancellationException();
                            }
                            return piece(work, number);
                        };
                        begun.add(threads.submit(task));
                    } else {
                        sink.accept(result(begun.element()));
                        begun.remove();
                    }
                }
            } finally {
                over.set(true);
                begun.forEach(Crew::end);
            }
        }

        private static <T> T result(Future<T> piece) {
            try {
                return piece.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                } else if (e.getCause() instanceof Error failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }

        private static void end(Future<?> piece) {
            boolean interrupted = false;
            while (true) {
                try {
                    piece.get();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    break; // another piece's failure is told
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
