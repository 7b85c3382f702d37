"""Where in a recording something happens: repetitions, holds, strides, jumps."""
