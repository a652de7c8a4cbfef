"""试错次数的表：一行一个号码（只存它的盲索引），一段时间过了从头数。"""

from django.db import models


class Try(models.Model):
    """试过几次。"""

    key = models.CharField("什么号码", max_length=120, primary_key=True)
    n = models.IntegerField("几次")
    since = models.DateTimeField("从何时起", db_index=True)

    class Meta:
        verbose_name = "试错次数"
        verbose_name_plural = "试错次数"
