package dev.atelier.data;

import dev.atelier.BadInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Several data sets that are learned from together, each a feed of its own, as pictures of two kinds that need not belong together. The first
 * leads: it says what an epoch is.
 *
 * @param byFeed data sets by the name of their feed, in order
 */
public record FeedDatasets(Map<String, RowDataset> byFeed) implements Dataset {
    public FeedDatasets {
        if (byFeed.isEmpty()) {
            throw new BadInput("no data set at all; allowed: at least one feed");
        }
        byFeed = new LinkedHashMap<>(byFeed);
    }

    @Override
    public String description() {
        return byFeed.entrySet().stream()
                .map(feed -> feed.getKey() + ": " + feed.getValue().description())
                .collect(Collectors.joining("; "));
    }

    /** Samples of the leading feed. */
    @Override
    public int size() {
        return byFeed.values().iterator().next().size();
    }

    @Override
    public String sha256() {
        MessageDigest digest = Checksums.sha256();
        byFeed.forEach(
                (name, data) -> digest.update((name + "=" + data.sha256() + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
