package dev.atelier.doctor;

import dev.atelier.doctor.Diagnosis.Kind;
import java.util.Locale;
import java.util.Optional;

/** A translation makes the same of every input. */
record OneContent() implements Detector {
    private static final double LOST = 0.4;
    private static final double VARIOUS = 0.5;
    private static final double NOTHING = 0.1;
    private static final int LEARNING = 12;

    @Override
    public Kind kind() {
        return Kind.ONE_CONTENT;
    }

    @Override
    public int patience() {
        return 3;
    }

    @Override
    public Optional<String> look(History history, boolean calibrated) {
        if (!history.has(VARIETY)) {
            return Optional.empty();
        }
        double now = history.now(VARIETY);
        double best = history.most(VARIETY);
        if (best > VARIOUS && now < LOST * best) {
            return Optional.of(text(
                    "Outputs differ from each other %.2f times as much as their inputs do; it was %.2f.", now, best));
        }
        return history.count(VARIETY) > LEARNING && now < NOTHING
                ? Optional.of(text(
                        "After %d steps outputs differ from each other only %.2f times as much as their inputs do.",
                        history.step(), now))
                : Optional.empty();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    @Override
    public String cause() {
        return "The translation found one content that passes and makes it of every input, whatever is in it.";
    }

    @Override
    public String proposal() {
        return "more weight on what holds the output to the input (loss.l1 of pix2pix, loss.cycle of cyclegan) or a lower"
                + " loss.adversarial, a lower generator.learningRate, another train.seed";
    }
}
