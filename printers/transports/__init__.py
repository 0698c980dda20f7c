"""printers/transports"""
