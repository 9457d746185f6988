"""Prints what TensorBoard reads from a folder of event files: by eye or by diff, the proof that ours are understood.

    pip install tensorboard
    python tensorboard_check.py RUN/tensorboard

One line a row: tag, step, and the scalar or the picture's size. It uses the reader behind TensorBoard's own pages, so rows that a
resumed run has taken back are gone, as they are in the browser.
"""
import io
import sys

from PIL import Image
from tensorboard.backend.event_processing import plugin_event_accumulator
from tensorboard.util import tensor_util

EVERYTHING = {plugin_event_accumulator.TENSORS: 0}


def describe(plugin, tensor):
    values = tensor_util.make_ndarray(tensor)
    if plugin == "images":
        width, height, *pictures = values.tolist()
        decoded = Image.open(io.BytesIO(pictures[0]))
        decoded.load()
        return f"image {int(width)}x{int(height)}, decoded as {decoded.size[0]}x{decoded.size[1]} {decoded.mode}"
    return f"{plugin} {values.tolist()}"


def main(folder):
    reader = plugin_event_accumulator.EventAccumulator(folder, size_guidance=EVERYTHING, tensor_size_guidance={"images": 0})
    reader.Reload()
    print("file version", reader.file_version)
    for tag in sorted(reader.Tags()[plugin_event_accumulator.TENSORS]):
        plugin = reader.SummaryMetadata(tag).plugin_data.plugin_name
        for row in reader.Tensors(tag):
            print(tag, row.step, describe(plugin, row.tensor_proto))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tensorboard_check.py FOLDER")
    main(sys.argv[1])
