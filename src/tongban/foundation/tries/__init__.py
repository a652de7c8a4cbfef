"""试错次数：凭号码和短码就能问的地方，同一个号码在一段时间里只许试错几次 (how often one number may be tried)."""
