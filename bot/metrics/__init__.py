"""What the gateway counts and measures, for Prometheus. No label says who somebody is, and each
has few values: channels, routes, kinds of errors."""
