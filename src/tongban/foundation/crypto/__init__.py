"""密码：摘要、字段加密、盲索引、签名和密钥环，算法一律以代号相称 (cryptography: algorithms are named by id, never wired in)."""
