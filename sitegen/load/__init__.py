"""Nodes → model. Loading never fails: it returns what could be understood, and diagnostics."""
