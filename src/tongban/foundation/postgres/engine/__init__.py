"""Django 的数据库引擎：自带的那一个，只是查看连接断没断不再发一条语句 (``ENGINE`` of the database settings)."""
