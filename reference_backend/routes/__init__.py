"""The HTTP addresses of the utility, one file per subject."""
