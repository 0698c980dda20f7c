"""printers/encoders"""
