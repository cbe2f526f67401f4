"""What was seen before, to recognise it: digests of details, sealed faces, hashes of known images."""
