package dev.atelier.tensor;

import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/**
 * An in-place libtorch operator that the Java bindings do not map (fused optimisers, foreach), called through the dispatcher.
 * Arguments are given in the schema's order, all of them, defaults included; whatever the operator returns is dropped.
 */
public final class NativeOperator {
    /** Stands for an optional argument that is not given. */
    public static final Object ABSENT = new Object();

    private final OperatorHandle handle;
    private final Type.TypePtr tensorType; // one for all calls: the bindings never free it

    private NativeOperator(OperatorHandle handle, Type.TypePtr tensorType) {
        this.handle = handle;
        this.tensorType = tensorType;
    }

    /** For example {@code find("aten::_foreach_lerp_", "Scalar")}. */
    public static NativeOperator find(String name, String overload) {
        try (TensorScope scope = TensorScope.open()) {
            return new NativeOperator(
                    scope.keep(Dispatcher.singleton().findSchemaOrThrow(name, overload)),
                    scope.keep(new Type.TypePtr(new Type(TensorType.get()))));
        }
    }

    /**
     * Arguments: {@code List<Tensor>}, Tensor, Double, Boolean, or {@link #ABSENT} for an optional that is not given. The first is what
     * is changed.
     */
    public void call(Object... arguments) {
        try (TensorScope scope = TensorScope.open()) {
            IValue[] values = new IValue[arguments.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(arguments[i]);
            }
            handle.callBoxed(new IValueVector(values));
            if (arguments[0] instanceof List<?> changed) { // fused optimisers do not count the change themselves
                changed.forEach(
                        tensor -> ((Tensor) tensor).unsafeGetTensorImpl().bump_version());
            }
        }
    }

    private IValue value(Object argument) {
        if (argument == ABSENT) {
            return new IValue();
        } else if (argument instanceof Tensor tensor) {
            return new IValue(tensor);
        } else if (argument instanceof Double number) {
            return new IValue(number.doubleValue());
        } else if (argument instanceof Boolean flag) {
            return new IValue(flag.booleanValue());
        } else if (argument instanceof List<?> list) {
            GenericList tensors = new GenericList(tensorType);
            list.forEach(tensor -> tensors.push_back(new IValue((Tensor) tensor)));
            return new IValue(tensors);
        }
        throw new IllegalArgumentException("no native value for " + argument.getClass());
    }
}
