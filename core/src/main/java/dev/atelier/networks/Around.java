package dev.atelier.networks;

import java.util.OptionalInt;

/** What stands around a model of pictures and says of itself what the model says. */
interface Around extends PictureModel {
    /** The one inside. */
    PictureModel model();

    @Override
    default int inputChannels() {
        return model().inputChannels();
    }

    @Override
    default int outputChannels() {
        return model().outputChannels();
    }

    @Override
    default int scale() {
        return model().scale();
    }

    @Override
    default String direction() {
        return model().direction();
    }

    @Override
    default int multiple() {
        return model().multiple();
    }

    @Override
    default int leastSide() {
        return model().leastSide();
    }

    @Override
    default OptionalInt halo() {
        return model().halo();
    }

    @Override
    default OptionalInt trainedSide() {
        return model().trainedSide();
    }

    @Override
    default long bytesPerPixel() {
        return model().bytesPerPixel();
    }

    @Override
    default int atOnce() {
        return model().atOnce();
    }
}
