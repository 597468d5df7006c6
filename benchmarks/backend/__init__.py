"""How the reference backend's work grows with its records."""
