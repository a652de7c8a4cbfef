"""办事人室的规则：遮掩、证件校验、谁能改谁的资料、谁能替谁办事 (pure: facts in, an event or a refusal out)."""
