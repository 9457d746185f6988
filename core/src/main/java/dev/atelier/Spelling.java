package dev.atelier;

import java.util.Comparator;
import java.util.List;

/** The known names beside one that is not known, for a message. */
public final class Spelling {
    private static final int MOST = 12;

    private Spelling() {}

    /** The known names, the nearest to {@code wanted} first, cut off after a dozen. */
    public static String known(String wanted, List<String> known) {
        List<String> nearest = known.stream()
                .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
                .limit(MOST)
                .toList();
        return String.join(", ", nearest) + (known.size() > MOST ? ", … (" + known.size() + " in all)" : "");
    }

    /** Levenshtein's distance, case ignored. */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int best = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[b.length()];
    }
}
