"""Coherence of the whole: functions from the model to diagnostics."""
