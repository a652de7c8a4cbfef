"""接线：只插插头，不动脑筋 (plugs, no thought)."""
