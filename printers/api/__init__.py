"""Printing over HTTP."""
