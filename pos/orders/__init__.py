"""Goods still to be made: paid down, promised, handed over."""
