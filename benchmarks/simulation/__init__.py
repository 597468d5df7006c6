"""How many machines, PostgreSQL writes and Redis operations a city, a discom and a state take."""
