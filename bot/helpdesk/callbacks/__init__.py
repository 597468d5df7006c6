"""People who want to be telephoned: after a missed call, or because they asked for it in a chat."""
