"""Documents: orientation, text, machine-readable zones, barcodes, fields and classification."""
