"""REST for the city's app and for machines: JSON in, JSON out."""
