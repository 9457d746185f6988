package dev.atelier.metrics;

import dev.atelier.BadInput;
import dev.atelier.networks.ImageShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the file of a domain extractor says of itself.
 *
 * @param name without the version
 * @param version counts up for each name
 * @param classes that it tells apart, by label
 * @param image the network's input
 * @param width of the network's first row
 * @param features length of a feature vector, the mean over the pixels of the last row before the classes'
 * @param accuracy share of the held-out images whose class it names
 * @param heldOut which images those were
 * @param source what the data was called
 * @param dataSha256 of the train split in the network's shape
 * @param making further facts: images, epochs, seed, versions
 */
public record ExtractorCard(
        String name,
        int version,
        List<String> classes,
        ImageShape image,
        int width,
        int features,
        double accuracy,
        String heldOut,
        String source,
        String dataSha256,
        Map<String, String> making) {
    /** The first word of the format, and what tells our files from others. */
    static final String FORMAT = "atelier extractor";

    private static final String FORMAT_VERSION = "1";
    private static final String MAKING = "making.";
    private static final JsonMapper JSON = new JsonMapper();

    public ExtractorCard {
        classes = List.copyOf(classes);
        making = java.util.Collections.unmodifiableMap(new TreeMap<>(making));
    }

    /** As in {@code fashion-mnist-1}. */
    public String fullName() {
        return name + "-" + version;
    }

    /** How an image of another shape becomes the network's input. */
    public String resize() {
        return image + " by channels, the middle at its aspect ratio, Pillow's bicubic filter";
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", FORMAT);
        metadata.put("formatVersion", FORMAT_VERSION);
        metadata.put("name", name);
        metadata.put("version", Integer.toString(version));
        metadata.put("classes", JSON.writeValueAsString(classes));
        metadata.put("channels", Integer.toString(image.channels()));
        metadata.put("height", Integer.toString(image.height()));
        metadata.put("width", Integer.toString(image.width()));
        metadata.put("resize", resize());
        metadata.put("networkWidth", Integer.toString(width));
        metadata.put("featureLayer", "mean over pixels, " + features);
        metadata.put("features", Integer.toString(features));
        metadata.put("accuracy", Double.toString(accuracy));
        metadata.put("heldOut", heldOut);
        metadata.put("source", source);
        metadata.put("dataSha256", dataSha256);
        making.forEach((key, value) -> metadata.put(MAKING + key, value));
        return metadata;
    }

    /** Reads it back; {@code file} begins the message where something is missing or out of range. */
    static ExtractorCard of(String file, Map<String, String> metadata) {
        if (!FORMAT_VERSION.equals(metadata.get("formatVersion"))) {
            throw new BadInput(file + ": an extractor of format version " + metadata.get("formatVersion")
                    + "; this program reads " + FORMAT_VERSION);
        }
        Map<String, String> making = new TreeMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(MAKING)) {
                making.put(key.substring(MAKING.length()), value);
            }
        });
        Fields fields = new Fields(file, metadata);
        return new ExtractorCard(
                fields.text("name"),
                fields.number("version", 1, Integer.MAX_VALUE),
                fields.names("classes"),
                new ImageShape(
                        fields.number("channels", 1, 4),
                        fields.number("height", 8, 65_535),
                        fields.number("width", 8, 65_535)),
                fields.number("networkWidth", 1, 65_535),
                fields.number("features", 1, 1 << 20),
                fields.share("accuracy"),
                fields.text("heldOut"),
                fields.text("source"),
                fields.text("dataSha256"),
                making);
    }

    private record Fields(String file, Map<String, String> metadata) {
        String text(String key) {
            String value = metadata.get(key);
            if (value == null) {
                throw new BadInput(file + ": a damaged extractor: its metadata has no '" + key + "'");
            }
            return value;
        }

        int number(String key, int least, int most) {
            try {
                int value = Integer.parseInt(text(key));
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw wrong(key);
            }
            throw wrong(key);
        }

        double share(String key) {
            try {
                double value = Double.parseDouble(text(key));
                if (value >= 0 && value <= 1) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw wrong(key);
            }
            throw wrong(key);
        }

        List<String> names(String key) {
            try {
                List<String> names = JSON.readValue(text(key), new TypeReference<List<String>>() {});
                if (names.size() >= 2) {
                    return names;
                }
            } catch (JacksonException e) {
                throw wrong(key);
            }
            throw wrong(key);
        }

        private BadInput wrong(String key) {
            return new BadInput(
                    file + ": a damaged extractor: '" + key + "' in its metadata is '" + metadata.get(key) + "'");
        }
    }
}
