"""登录账号：谁能登录，与他是谁无关 (the login record; who the person is stands in the rooms above)."""
