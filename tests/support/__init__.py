"""What tests share: data, oracles in plain NumPy, tables of containers, options and degenerate data."""
