"""某一天有效的目录，供清单和指标写在自己的语句里 (two named parameters: region and day)."""

IN_FORCE = "catalogue_in_force(%(region)s, %(on)s)"
