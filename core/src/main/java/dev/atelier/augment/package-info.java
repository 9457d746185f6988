/**
 * What stands between the images and the discriminator, on real and fake alike: noise, DiffAugment, adaptive augmentation and its
 * controller. Everything is differentiable with respect to the images and draws from one random stream.
 *
 * <p>Ownership: results belong to the caller's scope, what is made on the way dies before. Start reading at {@code InputTransform}.
 */
package dev.atelier.augment;
