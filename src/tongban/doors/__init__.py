"""各门：HTTP 进、词语出，不作判断 (the doors: HTTP in, words out, judging nothing)."""
