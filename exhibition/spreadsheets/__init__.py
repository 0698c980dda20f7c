"""Goods that come as spreadsheets: read, judged row by row, written."""
