"""printers/emulator"""
