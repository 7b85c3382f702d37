"""Cutting a network down to the outputs that are used."""

import functools

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from kneetrace.measure.pose.weights import read_weights

_SEGMENTATION = b"Identity_2"


@functools.cache
def landmark_network(name: str) -> bytes:
    """Read a landmark network without its segmentation head; kept in memory once cut.

    The interpreter would compute the mask of the person in every frame only to throw it away.

    Parameters
    ----------
    name : ``"lite"``, ``"full"`` or ``"heavy"``.
    """
    return without_output(read_weights(name), output=_SEGMENTATION)


def without_output(network: bytes, *, output: bytes) -> bytes:
    """Drop one named output of a TFLite network and every operator that only it needed."""
    model = schema.ModelT.InitFromPackedBuf(network, 0)
    graph = model.subgraphs[0]
    kept = [tensor for tensor in graph.outputs if graph.tensors[tensor].name != output]
    needed = set(kept)
    operators = []
    for operator in reversed(graph.operators):
        if needed & set(operator.outputs):
            needed |= set(operator.inputs)
            operators.append(operator)
    graph.operators = operators[::-1]
    graph.outputs = np.array(kept, dtype=np.int32)
    builder = flatbuffers.Builder(len(network))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())
