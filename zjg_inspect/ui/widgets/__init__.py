"""The parts that screens are made of; all follow theme.current(), none reads or saves anything."""
