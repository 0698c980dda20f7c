"""Printing: documents, layout, encoders, the durable queue and the devices. Knows paper, not sales."""
