"""The command line: each command calls one verb, shows what was wrong and gives back the exit code."""
