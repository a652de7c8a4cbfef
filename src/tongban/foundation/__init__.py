"""地基：没有政务含义的技术底座 (technique without government meaning)."""
