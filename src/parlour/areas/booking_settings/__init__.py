"""How clients of a location book online: what they may choose, how early, and at which times."""
