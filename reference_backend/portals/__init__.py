"""Applications go on to the state's portals; what goes out and comes back stands in README.md."""
