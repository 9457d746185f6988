package dev.atelier.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Owns every native object made on this thread while it is open, and frees them when it closes. Scopes nest; each belongs to the
 * thread that opened it. Two ways lead out: {@link #keep} (the caller closes) and {@link #promote} (the enclosing scope closes).
 */
public final class TensorScope implements AutoCloseable {
    private final PointerScope outer;
    private final PointerScope scope;

    private TensorScope() {
        outer = PointerScope.getInnerScope();
        scope = new PointerScope();
    }

    public static TensorScope open() {
        Engine.start();
        return new TensorScope();
    }

    /** Takes the object out of this scope for good: it lives until the caller closes it. */
    public <P extends Pointer> P keep(P pointer) {
        pointer.retainReference();
        scope.detach(pointer);
        return pointer;
    }

    /** Hands the object to the enclosing scope; where there is none, the caller closes it. */
    public <P extends Pointer> P promote(P pointer) {
        keep(pointer);
        if (outer != null) {
            outer.attach(pointer);
            pointer.releaseReference();
        }
        return pointer;
    }

    @Override
    public void close() {
        scope.close();
    }
}
