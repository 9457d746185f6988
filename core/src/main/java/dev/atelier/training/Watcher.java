package dev.atelier.training;

/** Steers training by what the discriminator thinks: called after each of its steps. */
public interface Watcher {
    /**
     * Signs are taken so that 1 is a right judgement.
     *
     * @param real mean sign of the logits of real images, −1 to 1
     * @param fake mean sign of those of fakes
     * @param images real images judged
     */
    void judged(double real, double fake, long images);
}
