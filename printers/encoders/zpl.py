"""ZPL II for label printers: one ^XA ... ^XZ per label, plain ASCII.

The whole dialect, nothing else is ever sent:

    ^XA ^CI28 ^PW400 ^LL240 ^LH0,0
    ^FOx,y^ADN,h,w^FH^FDtext^FS         font D 18x10 (cell 12x18), or doubled 36x20 (cell 24x36)
    ^FOx,y^AFN,h,w^FH^FDtext^FS         font F 26x13 (cell 16x26), or doubled 52x26 (cell 32x52)
    ^FOx,y^BQN,2,cell^FH^FDMA,text^FS   QR model 2, ECC M, automatic mode; printers draw it about
                                        10 dots below y, the layout leaves room for that
    ^FOx,y^GBw,h,t^FS                   black box or line
    ^FOx,y^GFA,n,n,rowbytes,HEX^FS      picture, 1 = black
    ^PQ1 ^XZ

^ ~ and _ (and nothing else) are written _5E _7E _5F in ^FD after ^FH.
"""
