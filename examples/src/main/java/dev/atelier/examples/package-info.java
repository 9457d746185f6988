/** One task a file, each a program to run and to copy from; a test runs every one. Start reading at {@code TrainAndSample}. */
package dev.atelier.examples;
