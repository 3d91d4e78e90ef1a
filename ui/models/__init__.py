"""Qt item models over lists of records."""
