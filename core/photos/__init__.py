"""Photos in and out: decoding, metadata, encoding, and the files of a folder."""
