"""测速：在一处临时安装上用真的 HTTP 办真的事，同一分钟里与 pgbench 比 (the product as shipped; docs/performance.md)."""
