package dev.atelier.cli;

import java.util.ArrayList;
import java.util.List;

/** What the doctor may do, for completion. */
final class DoctorActions extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    DoctorActions() {
        super(List.of("warn", "rollback", "stop", "off"));
    }
}
