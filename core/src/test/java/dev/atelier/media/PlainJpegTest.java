package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.BadInput;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Holds the short way for JPEGs to the general one: the same pixels, the same refusals, the same words. */
class PlainJpegTest {
    private static final Map<String, byte[]> FILES = files();

    @TempDir
    Path folder;

    static Stream<String> names() {
        return FILES.keySet().stream();
    }

    static Stream<String> plain() {
        return names().filter(name -> !name.startsWith("not plain"));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void givesThePixelsOfTheGeneralWay(String name) throws IOException {
        assertThat(PlainJpeg.read(FILES.get(name), 1 << 20)).contains(general(FILES.get(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void leavesTheRestToTheGeneralWay(String name) throws IOException {
        byte[] bytes = FILES.get(name);
        assertThat(PlainJpeg.read(bytes, 1 << 20).isEmpty()).isEqualTo(name.startsWith("not plain"));
        assertThat(PlainJpeg.read(bytes, 12 * 9 - 1)).isEmpty();
        assertThat(ImageFiles.read(Files.write(folder.resolve("a.jpg"), bytes))).isEqualTo(general(bytes));
    }

    @ParameterizedTest
    @MethodSource("names")
    void refusesWhatTheGeneralWayRefuses(String name) throws IOException {
        byte[] whole = FILES.get(name);
        Random random = new Random(whole.length);
        for (int i = 0; i < 120; i++) {
            byte[] damaged = i < 40 ? Arrays.copyOf(whole, 2 + random.nextInt(whole.length - 2)) : whole.clone();
            for (int flip = 0; flip < i / 40; flip++) {
                damaged[2 + random.nextInt(damaged.length - 2)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = Files.write(folder.resolve("damaged.jpg"), damaged);
            assertThat(outcome(() -> ImageFiles.read(file)))
                    .as("%s, damage %d", name, i)
                    .isEqualTo(outcome(() -> ImageFiles.general(file.toString(), BareJpeg.of(damaged))));
        }
    }

    @Test
    void aRefusalLeavesTheNextPictureAlone() throws IOException {
        byte[] whole = FILES.get("colour");
        Image wanted = general(whole);
        for (int length : new int[] {whole.length / 2, 200, whole.length - 1}) {
            assertThat(PlainJpeg.read(Arrays.copyOf(whole, length), 1 << 20)).isEmpty();
            assertThat(PlainJpeg.read(whole, 1 << 20)).contains(wanted);
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Boolean>> same = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            byte[] bytes = FILES.get(plain().toList().get(i % 4));
            Image wanted = general(bytes);
            same.add(threads.submit(
                    () -> PlainJpeg.read(bytes, 1 << 20).orElseThrow().equals(wanted)));
        }
        for (Future<Boolean> each : same) {
            assertThat(each.get()).isTrue();
        }
        threads.shutdown();
    }

    private static Image general(byte[] bytes) {
        return ImageFiles.general("a.jpg", BareJpeg.of(bytes));
    }

    private static Object outcome(Callable<Image> reading) {
        try {
            return reading.call();
        } catch (BadInput e) {
            return e.getMessage();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> files() {
        try {
            BufferedImage colour = picture(BufferedImage.TYPE_INT_RGB);
            BufferedImage grey = picture(BufferedImage.TYPE_BYTE_GRAY);
            byte[] plain = jpeg(colour, false, 2, List.of());
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put("colour", plain);
            files.put("not subsampled", jpeg(colour, false, 1, List.of()));
            files.put("grey", jpeg(grey, false, 0, List.of()));
            files.put("progressive", jpeg(colour, true, 2, List.of()));
            files.put("progressive grey", jpeg(grey, true, 0, List.of()));
            files.put("from Pillow", Files.readAllBytes(Fixtures.file("large.jpg")));
            files.put("grey from Pillow", Files.readAllBytes(Fixtures.file("files/grey.jpg")));
            files.put("Exif after JFIF", with(plain, 20, 0xE1, "Exif\0\0none".getBytes(StandardCharsets.US_ASCII)));
            files.put("Exif alone", with(without(plain), 2, 0xE1, "Exif\0\0none".getBytes(StandardCharsets.US_ASCII)));
            files.put("comment", with(plain, 20, 0xFE, "hello".getBytes(StandardCharsets.US_ASCII)));
            files.put("no marker", without(plain));
            files.put("bytes after the end", Arrays.copyOf(plain, plain.length + 9));
            files.put("not plain: thumbnail", jpeg(colour, false, 2, List.of(grey.getSubimage(0, 0, 8, 8))));
            files.put("not plain: neither marker nor subsampling", without(jpeg(colour, false, 1, List.of())));
            files.put("not plain: sRGB", with(plain, 20, 0xE2, profile(ColorSpace.CS_sRGB)));
            files.put("not plain: another profile", with(plain, 20, 0xE2, profile(ColorSpace.CS_LINEAR_RGB)));
            files.put(
                    "not plain: Adobe",
                    with(plain, 20, 0xEE, new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 1}));
            files.put("not plain: CMYK", Files.readAllBytes(Fixtures.file("files/cmyk.jpg")));
            return files;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static BufferedImage picture(int type) {
        BufferedImage picture = new BufferedImage(97, 71, type);
        Random random = new Random(type);
        for (int y = 0; y < 71; y++) {
            for (int x = 0; x < 97; x++) {
                picture.setRGB(
                        x, y, (x * 2 + random.nextInt(30)) << 16 | (y * 3 + random.nextInt(30)) << 8 | x * y % 200);
            }
        }
        return picture;
    }

    /** @param subsampling of both colours, 0 for none of them */
    private static byte[] jpeg(
            BufferedImage picture, boolean progressive, int subsampling, List<BufferedImage> thumbnails)
            throws IOException {
        ImageWriter writer = writer();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (progressive) {
                parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), parameters);
            if (subsampling > 0) {
                Element tree = (Element) metadata.getAsTree("javax_imageio_jpeg_image_1.0");
                NodeList specs = tree.getElementsByTagName("componentSpec");
                ((Element) specs.item(0)).setAttribute("HsamplingFactor", String.valueOf(subsampling));
                ((Element) specs.item(0)).setAttribute("VsamplingFactor", String.valueOf(subsampling));
                metadata.setFromTree("javax_imageio_jpeg_image_1.0", tree);
            }
            writer.write(null, new IIOImage(picture, thumbnails, metadata), parameters);
        }
        writer.dispose();
        return bytes.toByteArray();
    }

    private static ImageWriter writer() {
        return Stream.iterate(ImageIO.getImageWritersByFormatName("jpeg"), it -> it.hasNext(), it -> it)
                .map(it -> it.next())
                .filter(writer -> writer.getClass().getName().startsWith("com.sun."))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] profile(int space) {
        byte[] data = ICC_Profile.getInstance(space).getData();
        byte[] segment = Arrays.copyOf("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII), 14 + data.length);
        System.arraycopy(data, 0, segment, 14, data.length);
        return segment;
    }

    private static byte[] with(byte[] jpeg, int at, int marker, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, at);
        out.write(0xFF);
        out.write(marker);
        out.write((content.length + 2) >> 8);
        out.write(content.length + 2);
        out.writeBytes(content);
        out.write(jpeg, at, jpeg.length - at);
        return out.toByteArray();
    }

    /** Without JFIF's marker, which comes first. */
    private static byte[] without(byte[] jpeg) {
        byte[] less = Arrays.copyOfRange(jpeg, 18, jpeg.length);
        less[0] = (byte) 0xFF;
        less[1] = (byte) 0xD8;
        return less;
    }
}
