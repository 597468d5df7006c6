"""SMS by a provider's HTTP interface, under India's DLT rules: approved words only."""
