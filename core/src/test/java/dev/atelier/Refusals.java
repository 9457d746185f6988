package dev.atelier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a user gives and may not is refused as {@link BadInput}, and leaves nothing behind. */
public final class Refusals {
    private Refusals() {}

    /** Asserts that this is refused, and says something; {@link BadInput} itself sees to it that it is one line. */
    public static AbstractThrowableAssert<?, ? extends Throwable> assertBadInput(ThrowingCallable call) {
        AbstractThrowableAssert<?, ? extends Throwable> refusal = assertThatThrownBy(call);
        refusal.isInstanceOf(BadInput.class).message().isNotBlank();
        return refusal;
    }

    /** The same, and what is in the folder is what was there before, byte for byte. */
    public static AbstractThrowableAssert<?, ? extends Throwable> assertBadInputWithoutTrace(
            Path folder, ThrowingCallable call) {
        SortedMap<String, byte[]> before = tree(folder);
        AbstractThrowableAssert<?, ? extends Throwable> refusal = assertBadInput(call);
        SortedMap<String, byte[]> after = tree(folder);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
        return refusal;
    }

    private static SortedMap<String, byte[]> tree(Path folder) {
        SortedMap<String, byte[]> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                boolean inner = Files.isDirectory(path);
                tree.put(folder.relativize(path) + (inner ? "/" : ""), inner ? new byte[0] : Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }
}
