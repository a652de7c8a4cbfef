"""测试造物：各室的样品 (what tests make: samples of each room's things)."""
