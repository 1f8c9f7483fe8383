"""What is true: frozen values without disk, YAML or HTML."""
