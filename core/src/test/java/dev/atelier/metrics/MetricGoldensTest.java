package dev.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The reference cases: values of exact moments, exact rational sums and integer counts. */
class MetricGoldensTest {
    static final String[] CASES = MetricCase.NAMES;

    @ParameterizedTest
    @FieldSource("CASES")
    void fid(String name) {
        try (MetricCase c = MetricCase.open(name)) {
            FeatureStats real = FeatureStats.of(c.real());
            FeatureStats fake = FeatureStats.of(c.fake());
            c.assertClose("/fid", Fid.between(real, fake), 1e-10);
            c.assertClose("/fid_ddof0", Fid.ddof0(real, fake), 1e-10);
            assertThat(Fid.between(real, real)).isBetween(0.0, 1e-11);
            c.assertClose("/fid", Fid.between(fake, real), 1e-10);
        }
    }

    /** Cut into pieces of any size, merged in halves, in any order: the same. */
    @ParameterizedTest
    @CsvSource({
        "closed_form_d8,1",
        "closed_form_d8,7",
        "closed_form_d8,1000",
        "gauss_d16,1",
        "gauss_d16,7",
        "relu_mixture_d64,1",
        "relu_mixture_d64,7",
        "relu_mixture_d64,100000"
    })
    void fidDoesNotDependOnThePieces(String name, int piece) {
        try (MetricCase c = MetricCase.open(name)) {
            FeatureStats pieces = inPieces(c.real(), piece);
            c.assertClose("/fid", Fid.between(pieces, FeatureStats.of(c.fake())), 1e-10);
            int n = c.fake().count();
            try (Features odd = c.fake()
                            .select(IntStream.range(0, n)
                                    .filter(i -> i % 3 != 1)
                                    .toArray());
                    Features rest = c.fake()
                            .select(IntStream.range(0, n)
                                    .filter(i -> i % 3 == 1)
                                    .toArray())) {
                FeatureStats merged = FeatureStats.of(odd).merge(FeatureStats.of(rest));
                assertThat(merged.count()).isEqualTo(n);
                c.assertClose("/fid", Fid.between(pieces, merged), 1e-10);
            }
        }
    }

    private static FeatureStats inPieces(Features all, int piece) {
        FeatureStats stats = new FeatureStats(all.size());
        for (int from = 0; from < all.count(); from += piece) {
            int[] rows =
                    IntStream.range(from, Math.min(all.count(), from + piece)).toArray();
            try (Features part = all.select(rows)) {
                stats.add(part);
            }
        }
        return stats;
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void kid(String name) {
        try (MetricCase c = MetricCase.open(name)) {
            c.assertClose("/kid_full_unbiased", Kid.unbiased(c.real(), c.fake()), 1e-11);
            c.assertClose("/kid_full_biased", Kid.biased(c.real(), c.fake()), 1e-11);
            c.assertClose("/kid_subset", Kid.subset(c.real(), c.realRows(), c.fake(), c.fakeRows()), 1e-11);
            c.assertClose("/kid_full_unbiased", Kid.unbiased(c.fake(), c.real()), 1e-11);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "closed_form_d8,0,1",
        "closed_form_d8,1,5",
        "closed_form_d8,2,10",
        "gauss_d16,0,1",
        "gauss_d16,1,5",
        "gauss_d16,2,10",
        "relu_mixture_d64,0,1",
        "relu_mixture_d64,1,5",
        "relu_mixture_d64,2,10"
    })
    void inceptionScore(String name, int entry, int splits) {
        try (MetricCase c = MetricCase.open(name)) {
            InceptionScore score = InceptionScore.of(c.probs(), splits);
            c.assertClose("/is/" + entry + "/mean", score.mean(), 1e-12);
            assertThat(score.deviation())
                    .isCloseTo(c.value("/is/" + entry + "/std_ddof0"), org.assertj.core.api.Assertions.within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "closed_form_d8,3",
        "closed_form_d8,5",
        "gauss_d16,3",
        "gauss_d16,5",
        "relu_mixture_d64,3",
        "relu_mixture_d64,5"
    })
    void precisionRecallDensityCoverage(String name, int k) {
        try (MetricCase c = MetricCase.open(name)) {
            Prdc prdc = Prdc.of(c.real(), c.fake(), k);
            assertThat(prdc.within()).isEqualTo(counts(c, k, "le"));
            assertThat(prdc.strict()).isEqualTo(counts(c, k, "lt"));
            c.assertClose("/prdc/k" + k + "/precision", prdc.precision(), 1e-15);
            c.assertClose("/prdc/k" + k + "/recall", prdc.recall(), 1e-15);
            c.assertClose("/prdc/k" + k + "/density", prdc.density(), 1e-15);
            c.assertClose("/prdc/k" + k + "/coverage", prdc.coverage(), 1e-15);
        }
    }

    private static Prdc.Counts counts(MetricCase c, int k, String rule) {
        String at = "/prdc/k" + k + "/counts_" + rule + "/";
        return new Prdc.Counts(
                c.count(at + "precision"),
                c.count(at + "recall"),
                c.count(at + "density_hits"),
                c.count(at + "coverage"));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void authenticity(String name) {
        try (MetricCase c = MetricCase.open(name)) {
            assertThat(Authenticity.percent(c.real(), c.fake())).isEqualTo(c.value("/extra/authpct/percent"));
        }
    }
}
