"""`zhongshu doctor`: the way WeCom walks to us, the way back, and the house; what is wrong and what to do about it."""
