"""Site → private report: typed rows, rules that are one SELECT each, findings, portraits. Never public; see docs/supervision.md."""
