package dev.atelier.cli;

import dev.atelier.data.Derivation;
import java.util.ArrayList;

/** The ways in which A is made of B, for completion. */
final class DerivationNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    DerivationNames() {
        super(Derivation.keys());
    }
}
