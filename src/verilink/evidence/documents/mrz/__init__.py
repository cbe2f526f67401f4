"""Machine-readable zones: the layouts of ICAO Doc 9303 and relatives, parsing, composing and reading from pixels."""
