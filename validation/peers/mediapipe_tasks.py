"""MediaPipe Tasks as the peer to compare with; run by an interpreter that has it installed.

Stands alone: it runs in a virtual environment of its own and imports nothing of Kneetrace.
"""

import argparse
import io
import json
import time
import zipfile
from pathlib import Path

import av
import mediapipe
import numpy as np
from flatbuffers import Builder
from mediapipe.tasks.metadata import metadata_schema_py_generated as schema
from mediapipe.tasks.python import BaseOptions, vision
from mediapipe.tasks.python.metadata import metadata


def described(network: bytes, *, mean: float, std: float, outputs: int) -> bytes:
    """Add the metadata that Tasks asks for: how to normalise the picture."""
    options = schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [std]
    unit = schema.ProcessUnitT()
    unit.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options
    picture = schema.TensorMetadataT()
    picture.name = "image"
    picture.processUnits = [unit]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [picture]
    graph.outputTensorMetadata = [schema.TensorMetadataT() for _ in range(outputs)]
    model = schema.ModelMetadataT()
    model.subgraphMetadata = [graph]
    model.minParserVersion = "1.0.0"
    builder = Builder(0)
    builder.Finish(model.Pack(builder), b"M001")
    populator = metadata.MetadataPopulator.with_model_buffer(network)
    populator.load_metadata_buffer(bytes(builder.Output()))
    populator.populate()
    return bytes(populator.get_model_buffer())


def bundle(weights: Path, size: str) -> bytes:
    """Make the ``.task`` file MediaPipe would be given, from the same weights."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as task:
        detector = (weights / "pose_solution_packed_assets.data").read_bytes()
        landmarks = (weights / f"pose_landmark_{size}.tflite").read_bytes()
        task.writestr("pose_detector.tflite", described(detector, mean=127.5, std=127.5, outputs=2))
        task.writestr(
            "pose_landmarks_detector.tflite", described(landmarks, mean=0.0, std=255.0, outputs=5)
        )
    return held.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("video")
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="heavy")
    parser.add_argument("--mode", choices=("IMAGE", "VIDEO"), default="VIDEO")
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=bundle(given.weights, given.size)),
        running_mode=vision.RunningMode[given.mode],
    )
    found = []
    with (
        vision.PoseLandmarker.create_from_options(options) as landmarker,
        av.open(given.video) as container,
    ):
        begun_s = time.perf_counter()
        for index, frame in enumerate(container.decode(video=0)):
            if index % given.every:
                continue
            rgb = np.ascontiguousarray(frame.to_ndarray(format="rgb24"))
            picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
            if given.mode == "IMAGE":
                result = landmarker.detect(picture)
            else:
                result = landmarker.detect_for_video(picture, round(frame.time * 1000))
            xy = np.full((33, 2), np.nan)
            if result.pose_landmarks:
                xy = np.array([(point.x, point.y) for point in result.pose_landmarks[0]])
            found.append(xy * (rgb.shape[1], rgb.shape[0]))
        wall_s = time.perf_counter() - begun_s
    np.savez(given.out, xy_px=np.array(found))
    print(json.dumps({"wall_s": wall_s, "frames": len(found), "version": mediapipe.__version__}))


if __name__ == "__main__":
    main()
