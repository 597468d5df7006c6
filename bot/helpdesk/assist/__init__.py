"""Staff fill in the form for somebody: opened, filled in, sent, and a receipt of it."""
