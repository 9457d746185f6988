package dev.atelier.systems;

import java.util.Map;

/**
 * What the doctor measures of networks besides what the rows have. It draws nothing from the streams of training and changes no network. Owns
 * what it needs until closed.
 */
public interface DoctorProbe extends AutoCloseable {
    /** Puts what was measured after this step, if anything, behind the row's other values. */
    void addTo(Map<String, Double> row, long step);

    @Override
    void close();
}
