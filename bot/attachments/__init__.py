"""What people send that is not writing: fetched, checked, kept, and brought to its ticket."""
