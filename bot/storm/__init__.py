"""Storm mode: when everybody writes at once, danger goes first, the way to a number is shorter,
and everybody hears honestly that it may take longer."""
