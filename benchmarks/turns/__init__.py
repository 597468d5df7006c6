"""What a turn of a conversation costs, measured on whole conversations through all parts."""
