"""ESC/POS bytes for receipts, slips and labels, built on python-escpos' Dummy.

The whole dialect (hexadecimal), nothing else is ever sent; the completion probe is the worker's:

    1B 40            ESC @     initialise, first in every job, always followed by
    1C 2E            FS .      leave kanji mode (clones boot in it and ESC @ brings it back)
    20..7E  0A                 text in font A (12x24 dots), LF ends a line; line pitch 30 dots,
                               or the height of the tallest letter on the line where that is more
    1D 21 n          GS ! n    letter size, (width-1) << 4 | (height-1), factors 1 and 2
    1B 45 n          ESC E n   bold 0/1
    1B 61 n          ESC a n   0 left, 1 centre: 1 only around a native QR, 0 again after it
    1B 64 n          ESC d n   feed n lines
    1D 28 6B ...     GS ( k    native QR: fn 65 (model 2), 67 (dots a module), 69 (49 = ECC M), 80, 81
    1D 76 30 00 xL xH yL yH    GS v 0 raster strip, at most `strip_rows` (200) rows, 1 = black;
                               strips of one picture follow each other without a gap
    1D 56 42 00      GS V 66 0 feed to the cutter and cut, once at the end of a receipt or slip
    0C               FF        after each label on label paper: feed to the next gap
    1B 70 00 32 32   ESC p     drawer kick, only for a DrawerKick
"""
