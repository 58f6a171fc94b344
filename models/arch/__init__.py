"""Network architectures, one file each, with the paper in the docstring."""
