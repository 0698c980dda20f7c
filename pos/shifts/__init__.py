"""The drawer: opened with a float, counted blind, and what it should have held."""
