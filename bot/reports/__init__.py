"""Figures for the management: complaints from the utility's records, languages and channels from
the gateway's own."""
