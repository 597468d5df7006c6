"""Forms that staff fill in for somebody, and their receipts."""
