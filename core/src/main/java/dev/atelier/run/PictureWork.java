package dev.atelier.run;

import dev.atelier.BadInput;
import dev.atelier.data.LoadProgress;
import dev.atelier.media.Channels;
import dev.atelier.media.ComparisonSheet;
import dev.atelier.media.DrawnSheet;
import dev.atelier.media.Image;
import dev.atelier.media.ImageFiles;
import dev.atelier.media.Levels;
import dev.atelier.media.Resample;
import dev.atelier.media.Transparency;
import dev.atelier.networks.EightWays;
import dev.atelier.networks.Padded;
import dev.atelier.networks.PictureModel;
import dev.atelier.networks.Tiles;
import dev.atelier.tensor.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What {@code translate} and {@code upscale} do: a model makes pictures of the pictures of a file or of a folder tree. All are looked at
 * first. Each output is there whole or not at all; a picture that cannot be read is named and left out, and the others are made.
 */
public final class PictureWork {
    /** Pixels of pictures that are worked on side by side, one thread each; larger ones have all threads. */
    private static final int SMALL = 128 * 128;

    private final PictureSurvey survey;
    private final List<PictureModel> models;
    private final PictureSettings settings;
    private final Map<String, String> text;
    private final LoadProgress progress;
    private final List<String> leftOut;
    private final Consumer<String> notices;
    private final List<Path> written = new ArrayList<>();
    private int done;

    /**
     * What was done.
     *
     * @param pictures inputs of which outputs were made
     * @param written all files
     * @param leftOut why inputs were left out, each with its path
     */
    public record Done(int pictures, List<Path> written, List<String> leftOut) {
        public Done {
            written = List.copyOf(written);
            leftOut = List.copyOf(leftOut);
        }
    }

    private PictureWork(
            PictureSurvey survey,
            List<PictureModel> models,
            PictureSettings settings,
            Map<String, String> text,
            LoadProgress progress,
            Consumer<String> notices) {
        this.survey = survey;
        this.models = models;
        this.settings = settings;
        this.text = text;
        this.progress = progress;
        this.notices = notices;
        leftOut = new ArrayList<>(survey.leftOut());
    }

    /**
     * Works on all of {@code in} and writes to {@code out}.
     *
     * @param in a picture file, or a folder of such with sub-folders
     * @param out a path that ends in {@code .png}, {@code .jpg} or {@code .jpeg} for one file, else a folder
     * @param models one, or several variants of one, each of which makes an output of every input
     * @param text what each PNG says of itself
     */
    public static Done on(
            Path in,
            Path out,
            List<PictureModel> models,
            PictureSettings settings,
            Map<String, String> text,
            LoadProgress progress,
            Consumer<String> notices) {
        PictureFiles files = PictureFiles.of(in, out, models.size(), settings);
        PictureSurvey survey = PictureSurvey.of(files, models.get(0), settings, progress, notices);
        PictureWork work = new PictureWork(survey, models, settings, text, progress, notices);
        work.all(files.single());
        return new Done(work.done - (work.leftOut.size() - survey.leftOut().size()), work.written, work.leftOut);
    }

    /** Pictures of one size that are made at once. */
    private record Batch(List<PictureSurvey.Found> pictures) {
        boolean small() {
            PictureSurvey.Found first = pictures.get(0);
            return (long) first.height() * first.width() <= SMALL;
        }
    }

    /**
     * What was made of a picture.
     *
     * @param input as the model saw it
     * @param outputs one of each variant
     * @param failure why there are none; empty where there are
     */
    private record Made(PictureSurvey.Found found, Image input, List<Image> outputs, String failure) {}

    private void all(boolean single) {
        List<Batch> batches = batches();
        for (int at = 0; at < batches.size(); ) {
            int end = at;
            while (end < batches.size() && batches.get(end).small()) {
                end++;
            }
            if (end > at) {
                int first = at;
                Workers.inOrder(end - at, i -> made(batches.get(first + i), single), this::write);
                at = end;
            } else {
                write(made(batches.get(at++), single));
            }
        }
    }

    private List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        List<PictureSurvey.Found> open = new ArrayList<>();
        for (PictureSurvey.Found each : survey.found()) {
            if (!open.isEmpty()
                    && (open.size() >= atOnce(open.get(0)) || !open.get(0).like(each))) {
                batches.add(new Batch(List.copyOf(open)));
                open.clear();
            }
            open.add(each);
        }
        batches.add(new Batch(List.copyOf(open)));
        return batches;
    }

    private int atOnce(PictureSurvey.Found picture) {
        PictureModel model = models.get(0);
        Padded any = new Padded(model);
        long need = Tiles.need(model, any.side(picture.height()), any.side(picture.width()));
        return atOnce(model.atOnce(), need, FreeMemory.bytes());
    }

    /** How many pictures are given at a time, each of which needs so many bytes: together half of what is free, as one alone may take. */
    static int atOnce(int wanted, long need, long free) {
        return (int) Math.max(1, Math.min(wanted, free / 2 / Math.max(1, need)));
    }

    /** Of several files one that fails is told of and left out; a single one that does is bad input. */
    private List<Made> made(Batch batch, boolean single) {
        try {
            return outputs(batch);
        } catch (BadInput e) {
            if (single) {
                throw e;
            }
            return batch.pictures().stream()
                    .map(found -> new Made(
                            found,
                            Image.filled(1, 1, 1, 0),
                            List.of(),
                            found.entry().in() + ": " + e.getMessage()))
                    .toList();
        }
    }

    private List<Made> outputs(Batch batch) {
        List<PictureInput> inputs = batch.pictures().stream().map(survey::input).toList();
        OptionalInt tile = batch.pictures().get(0).tile();
        List<List<Image>> variants = new ArrayList<>();
        for (PictureModel model : models) {
            variants.add(outputs(around(model, tile), inputs));
        }
        List<Made> made = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int picture = i;
            List<Image> outputs =
                    variants.stream().map(variant -> variant.get(picture)).toList();
            made.add(new Made(batch.pictures().get(i), inputs.get(i).picture(), outputs, ""));
        }
        return made;
    }

    private PictureModel around(PictureModel model, OptionalInt tile) {
        Padded any = new Padded(tile.isPresent() ? new Tiles(model, tile.getAsInt()) : model);
        return settings.ensemble() ? new EightWays(any) : any;
    }

    private List<Image> outputs(PictureModel model, List<PictureInput> inputs) {
        if (inputs.size() == 1) {
            PictureInput input = inputs.get(0);
            Image output = withAlpha(model, input, model.apply(input.picture()));
            return List.of(scaled(input, output));
        }
        List<Levels> made =
                model.make(inputs.stream().map(PictureInput::picture).toList());
        List<Image> outputs = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            outputs.add(scaled(inputs.get(i), made.get(i).image()));
        }
        return outputs;
    }

    private Image withAlpha(PictureModel model, PictureInput input, Image output) {
        if (input.alpha().isEmpty() || output.channels() % 2 == 0) {
            return output;
        }
        Image alpha = input.alpha().get();
        Image larger = settings.alpha() == PictureSettings.Alpha.NETWORK
                ? Channels.convert(model.apply(Channels.convert(alpha, model.inputChannels())), 1)
                : Resample.BICUBIC.resize(alpha, output.height(), output.width());
        return PictureInput.join(output, larger);
    }

    private Image scaled(PictureInput input, Image output) {
        if (settings.outscale().isEmpty()) {
            return output;
        }
        double factor = settings.outscale().getAsDouble();
        return Transparency.resize(
                Resample.BICUBIC,
                output,
                InputSize.scaled(input.picture().height(), factor),
                InputSize.scaled(input.picture().width(), factor));
    }

    private void write(List<Made> all) {
        for (Made made : all) {
            if (!made.failure().isEmpty()) {
                leftOut.add(made.failure());
                notices.accept("left out: " + made.failure());
            }
            List<Image> outputs = made.outputs();
            for (int i = 0; i < outputs.size(); i++) {
                write(outputs.get(i), made.found().entry().out(i + 1, outputs.size()));
            }
            if (settings.compare() && !outputs.isEmpty()) {
                Path sheet = made.found().entry().sheet();
                ImageFiles.writePng(sheet(made), sheet, DrawnSheet.text(text));
                written.add(sheet);
            }
            progress.at("making pictures", ++done, survey.found().size());
        }
    }

    private void write(Image image, Path file) {
        if (ImageFiles.isJpegName(file)) {
            ImageFiles.writeJpeg(image, file);
        } else {
            ImageFiles.writePng(image, file, text);
        }
        written.add(file);
    }

    private Image sheet(Made made) {
        List<Image> pictures = new ArrayList<>(List.of(made.input()));
        List<String> words = new ArrayList<>(List.of("input"));
        Image first = made.outputs().get(0);
        if (models.get(0).scale() > 1) {
            pictures.add(Resample.BICUBIC.resize(made.input(), first.height(), first.width()));
            words.add("bicubic");
        }
        for (int i = 0; i < made.outputs().size(); i++) {
            pictures.add(made.outputs().get(i));
            words.add(made.outputs().size() == 1 ? "output" : "output " + (i + 1));
        }
        return ComparisonSheet.of(pictures, words);
    }
}
