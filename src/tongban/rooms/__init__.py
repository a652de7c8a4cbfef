"""各室：政务含义都在这里，一室一事 (the rooms: all government meaning, one subject a room)."""
