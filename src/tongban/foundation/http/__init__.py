"""HTTP 的规矩：到达时间、坏输入、安全响应头、拒绝的两种译法 (manners of HTTP, without government meaning)."""
