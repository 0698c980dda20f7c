r"""TSPL for label printers: plain ASCII lines ended by CR LF.

The whole dialect, nothing else is ever sent. Once a job:

    SIZE 50 mm,30 mm / GAP 2 mm,0 mm / DENSITY 8 / SPEED 4 / DIRECTION 1 / REFERENCE 0,0
    SET TEAR ON / SET REPRINT OFF

and for each label (coordinates in dots, 8 a millimetre):

    CLS
    TEXT x,y,"font",0,1,1,"text"       fonts 1 = 8x12, 2 = 12x20, 3 = 16x24, 4 = 24x32, 5 = 32x48;
                                       a quotation mark in the text is \["]
    QRCODE x,y,M,cell,A,0,M2,"text"    no quiet zone is added: the layout keeps it
    BAR x,y,width,height               black box
    BITMAP x,y,bytes,height,0,<raw>    raw rows, 0 = black, 1 = white; CR LF after the raw bytes
    PRINT 1,1
"""
