package dev.atelier.metrics;

import dev.atelier.data.HeldOut;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a score must carry to be compared with another one: who looked, at what, how much of it, and how the number was formed.
 *
 * @param extractor what turned images into features
 * @param real the images that stand for the truth
 * @param fake the images that are judged
 * @param settings of the metrics, by name, as in {@code k=5}, {@code splits=10}
 * @param notes what is good to know and changes no number, as whether features were kept; never compared
 */
public record MetricPassport(
        Extractor extractor, Side real, Side fake, Map<String, String> settings, Map<String, String> notes) {
    /** Without notes. */
    public MetricPassport(Extractor extractor, Side real, Side fake, Map<String, String> settings) {
        this(extractor, real, fake, settings, Map.of());
    }

    /** The same with something to know of it that changes no number. */
    public MetricPassport with(Map<String, String> said) {
        return new MetricPassport(extractor, real, fake, settings, said);
    }

    /**
     * @param name with its version
     * @param sha256 of its weights, or of the file that features were read from
     * @param resize how images became its input
     * @param size length of a feature vector
     * @param dtype of the features; arithmetic is float64 always
     */
    public record Extractor(String name, String sha256, String resize, int size, String dtype) {
        /** No network: images as they are, of so many samples each. */
        public static Extractor pixels(int samples) {
            return new Extractor("pixels", "none", "none: images as they are", samples, "uint8");
        }
    }

    /**
     * One of the two sets.
     *
     * @param source what it is, for a person
     * @param sha256 of the data set, or of the generator's weights
     * @param split of the data set; {@code generated} of a generator
     * @param count images
     * @param making how they were generated, where they were
     * @param learned of real images, whether the judged ones were learned from them; empty where nobody said
     */
    public record Side(
            String source,
            String sha256,
            String split,
            int count,
            Optional<Making> making,
            Optional<HeldOut.Learned> learned) {
        public Side(String source, String sha256, String split, int count, Optional<Making> making) {
            this(source, sha256, split, count, making, Optional.empty());
        }

        /** So many of the real images that a judgement is made by. */
        public static Side real(HeldOut heldOut, int count) {
            return new Side(
                    heldOut.dataset().description(),
                    heldOut.dataset().sha256(),
                    heldOut.split().key(),
                    count,
                    Optional.empty(),
                    Optional.of(heldOut.learned()));
        }
    }

    /**
     * @param seed of z
     * @param ema whether the averaged generator made them
     * @param truncation ψ; 1 is none
     * @param step steps that the generator was trained for
     */
    public record Making(long seed, boolean ema, double truncation, long step) {}

    public MetricPassport {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        notes = Collections.unmodifiableMap(new TreeMap<>(notes));
    }

    /** Of scores of something that learned from the data of this hash: where these are the real images and nobody said so, it is said. */
    public MetricPassport learnedFrom(String sha256) {
        return real.learned.isPresent() || !real.sha256.equals(sha256)
                ? this
                : new MetricPassport(
                        extractor,
                        new Side(
                                real.source,
                                real.sha256,
                                real.split,
                                real.count,
                                real.making,
                                Optional.of(HeldOut.Learned.YES)),
                        fake,
                        settings,
                        notes);
    }

    /** Why scores of the two must not be compared, in words; empty where they may. Seed and step may differ, and so may the generator. */
    public List<String> conflicts(MetricPassport other) {
        List<String> reasons = new ArrayList<>();
        differ(reasons, "extractor", extractor.name, other.extractor.name);
        if (extractor.name.equals(other.extractor.name)) {
            differ(reasons, "weights of the extractor", brief(extractor.sha256), brief(other.extractor.sha256));
        }
        differ(reasons, "resize", extractor.resize, other.extractor.resize);
        differ(reasons, "length of features", extractor.size, other.extractor.size);
        differ(reasons, "dtype", extractor.dtype, other.extractor.dtype);
        differ(reasons, "real images", brief(real.sha256), brief(other.real.sha256));
        differ(reasons, "split of the real images", real.split, other.real.split);
        differ(reasons, "number of real images", real.count, other.real.count);
        differ(reasons, "number of judged images", fake.count, other.fake.count);
        if (real.learned.isPresent() && other.real.learned.isPresent()) { // passports of 0.3 do not say
            differ(
                    reasons,
                    "learned from the real images",
                    real.learned.get().key(),
                    other.real.learned.get().key());
        }
        if (fake.making.isPresent() && other.fake.making.isPresent()) { // images of a folder may come from anywhere
            Making mine = fake.making.get();
            Making yours = other.fake.making.get();
            differ(reasons, "truncation", mine.truncation, yours.truncation);
            differ(reasons, "weight average", mine.ema ? "on" : "off", yours.ema ? "on" : "off");
        }
        TreeSet<String> names = new TreeSet<>(settings.keySet());
        names.addAll(other.settings.keySet());
        for (String name : names) {
            differ(reasons, name, settings.getOrDefault(name, "none"), other.settings.getOrDefault(name, "none"));
        }
        return reasons;
    }

    private static void differ(List<String> reasons, String what, Object mine, Object yours) {
        if (!mine.equals(yours)) {
            reasons.add(what + ": " + mine + " and " + yours);
        }
    }

    private static String brief(String sha256) {
        return sha256.length() > 12 ? sha256.substring(0, 12) : sha256;
    }

    /** As maps, texts and numbers. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Object> looked = new LinkedHashMap<>();
        looked.put("name", extractor.name);
        looked.put("sha256", extractor.sha256);
        looked.put("resize", extractor.resize);
        looked.put("size", extractor.size);
        looked.put("dtype", extractor.dtype);
        json.put("extractor", looked);
        json.put("real", json(real));
        json.put("fake", json(fake));
        json.put("settings", new LinkedHashMap<>(settings));
        if (!notes.isEmpty()) {
            json.put("notes", new LinkedHashMap<>(notes));
        }
        return json;
    }

    private static Map<String, Object> json(Side side) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", side.source);
        json.put("sha256", side.sha256);
        json.put("split", side.split);
        json.put("count", side.count);
        side.learned.ifPresent(learned -> json.put("learnedFrom", learned.key()));
        side.making.ifPresent(making -> {
            json.put("seed", making.seed);
            json.put("ema", making.ema);
            json.put("truncation", making.truncation);
            json.put("step", making.step);
        });
        return json;
    }

    /** What {@link #json()} gave; anything else is an {@link IllegalArgumentException}. */
    public static MetricPassport of(Map<?, ?> json) {
        Map<?, ?> looked = get(json, "extractor", Map.class);
        Map<String, String> settings = new TreeMap<>();
        get(json, "settings", Map.class).forEach((name, value) -> settings.put(name + "", value + ""));
        Map<String, String> notes = new TreeMap<>();
        if (json.get("notes") instanceof Map<?, ?> said) {
            said.forEach((name, value) -> notes.put(name + "", value + ""));
        }
        return new MetricPassport(
                new Extractor(
                        get(looked, "name", String.class),
                        get(looked, "sha256", String.class),
                        get(looked, "resize", String.class),
                        get(looked, "size", Number.class).intValue(),
                        get(looked, "dtype", String.class)),
                side(get(json, "real", Map.class)),
                side(get(json, "fake", Map.class)),
                settings,
                notes);
    }

    private static Side side(Map<?, ?> json) {
        Optional<Making> making = json.containsKey("seed")
                ? Optional.of(new Making(
                        get(json, "seed", Number.class).longValue(),
                        get(json, "ema", Boolean.class),
                        get(json, "truncation", Number.class).doubleValue(),
                        get(json, "step", Number.class).longValue()))
                : Optional.empty();
        return new Side(
                get(json, "source", String.class),
                get(json, "sha256", String.class),
                get(json, "split", String.class),
                get(json, "count", Number.class).intValue(),
                making,
                json.containsKey("learnedFrom")
                        ? Optional.of(HeldOut.Learned.of(get(json, "learnedFrom", String.class)))
                        : Optional.empty());
    }

    private static <T> T get(Map<?, ?> json, String name, Class<T> type) {
        Object value = json.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("a passport has no usable '" + name + "': " + value);
        }
        return type.cast(value);
    }
}
