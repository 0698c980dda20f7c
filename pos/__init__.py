"""Selling: money, the journal, the one writer, sales and what corrects them. No sockets, no printers."""
