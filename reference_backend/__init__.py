"""A working electricity utility: what the product runs on until the real one is connected."""
