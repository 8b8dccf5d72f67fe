"""Effects of treatments on panels: designs, and inference that the data can carry."""
