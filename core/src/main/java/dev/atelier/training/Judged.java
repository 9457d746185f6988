package dev.atelier.training;

import dev.atelier.networks.Critic;
import dev.atelier.networks.Judgement;
import dev.atelier.nn.Pass;
import dev.atelier.tensor.Fields;
import dev.atelier.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What the critic of a game was shown in a micro-batch, and what it said. */
public final class Judged {
    private final Game game;
    private final Pass pass;
    private final Generated made;
    private final List<Shown> shown;
    private final Map<String, Tensor> seen = new LinkedHashMap<>();
    private final Map<String, Judgement> said = new LinkedHashMap<>();
    private final Function<Shown, Judgement> asked;

    private Judged(Game game, StepValues now, boolean learning) {
        this.game = game;
        made = now.made(game.generation(), game.fakes(), learning);
        shown = game.input().show(now, made);
        pass = learning && !game.dropoutForGenerator() ? now.pass().withoutDropout() : now.pass();
        asked = this::judgeWithoutGraph;
    }

    private Judged(Judged whole, Function<Shown, Judgement> asked) {
        game = whole.game;
        made = whole.made;
        shown = whole.shown;
        pass = whole.pass;
        this.asked = asked;
    }

    /** What was said of one sample of each kind alone, as views; nobody has looked at it. */
    Judged sample(long number, long count) {
        return new Judged(this, each -> {
            Judgement whole = said(each.name());
            if (whole.logits().stream().anyMatch(logits -> logits.size(0) % count != 0)) {
                throw new IllegalStateException("the critic judges several samples together: a single one has no loss");
            }
            return whole.samples(number, 1, count);
        });
    }

    static Judged forCritic(Game game, StepValues now) {
        Judged judged = new Judged(game, now, false);
        try (AutoGradMode off = new AutoGradMode(false)) {
            // the view of generated samples draws first
            judged.of(Shown.Side.GENERATED).forEach(judged::look);
            judged.shown.forEach(judged::look);
        }
        if (!game.separately()) {
            judged.judgeAll();
        }
        return judged;
    }

    static Judged forGenerator(Game game, StepValues now) {
        Judged judged = new Judged(game, now, true);
        for (Shown made : judged.of(Shown.Side.GENERATED)) {
            judged.said.put(made.name(), game.critic().judge(judged.look(made), judged.pass(made)));
        }
        return judged;
    }

    private Tensor look(Shown each) {
        Tensor known = seen.get(each.name());
        if (known == null) {
            known = game.view().apply(each.samples().get());
            seen.put(each.name(), known);
        }
        return known;
    }

    /** In one pass where no layer looks at the whole batch. */
    private void judgeAll() {
        if (critic().mixesSamples() || shown.size() == 1) {
            shown.forEach(each -> said.put(each.name(), critic().judge(look(each), pass(each))));
            return;
        }
        Tensor[] all = shown.stream().map(this::look).toArray(Tensor[]::new);
        Fields sides = Fields.concatenated(shown.stream().map(Shown::sides).toList());
        Judgement whole = critic().judge(torch.cat(new TensorVector(all), 0), pass.with(sides));
        long count = Stream.of(all).mapToLong(part -> part.size(0)).sum();
        long from = 0;
        for (int i = 0; i < all.length; i++) {
            long size = all[i].size(0);
            said.put(shown.get(i).name(), whole.samples(from, size, count));
            from += size;
        }
    }

    /** Who judges. */
    public Critic critic() {
        return game.critic();
    }

    /** What the generation gave beside the samples. */
    public Generated made() {
        return made;
    }

    /** All that is shown, in order. */
    public List<Shown> shown() {
        return shown;
    }

    List<Shown> of(Shown.Side side) {
        return shown.stream().filter(each -> each.side() == side).toList();
    }

    /** The samples of this name as the critic sees them, behind the view. */
    public Tensor seen(String name) {
        return look(named(name));
    }

    /** Takes what the critic has seen so far out of its scope, to be judged later; {@link #closeSeen} frees it. */
    void keepSeen() {
        try (TensorScope scope = TensorScope.open()) {
            seen.replaceAll((name, samples) -> scope.keep(new Tensor(samples)));
        }
    }

    void closeSeen() {
        seen.values().forEach(Tensor::close);
        seen.clear();
    }

    /** What the critic says of the samples of this name; where it has not said it yet, without a graph. */
    public Judgement said(String name) {
        Judgement known = said.get(name);
        if (known == null) {
            known = asked.apply(named(name));
            said.put(name, known);
        }
        return known;
    }

    private Judgement judgeWithoutGraph(Shown each) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            return critic().judge(look(each), pass(each));
        }
    }

    /** The pass in which the samples of this name are judged. */
    public Pass pass(String name) {
        return pass(named(name));
    }

    private Pass pass(Shown each) {
        return pass.with(each.sides());
    }

    private Shown named(String name) {
        return shown.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the critic is shown no '" + name + "', but "
                        + String.join(", ", shown.stream().map(Shown::name).toList())));
    }

    /** The logits of other samples of this kind, all parts in one tensor, in the caller's scope; for penalties. */
    Tensor logits(Tensor samples, Pass circumstances) {
        try (TensorScope scope = TensorScope.open()) {
            List<Tensor> parts = critic().judge(samples, circumstances).logits();
            return scope.promote(parts.size() == 1 ? parts.get(0) : flat(parts));
        }
    }

    /** All values of several tensors in one row. */
    static Tensor flat(List<Tensor> parts) {
        List<Tensor> rows = new ArrayList<>();
        parts.forEach(part -> rows.add(part.flatten()));
        return torch.cat(new TensorVector(rows.toArray(Tensor[]::new)), 0);
    }
}
