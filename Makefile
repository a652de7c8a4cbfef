# 两条命令 two commands: make run · make test.  Everything else is for those who work on Tongban.
#   PORT=8000  HOST=127.0.0.1  TONGBAN_HOME=<folder>  DATABASE_URL=postgresql://…  PYTHON=<path>
#   make test ARGS="-k 受理"        make test DATABASE_URL=postgresql://…

.PHONY: run test check nightly stop clean
.SILENT:
.DEFAULT_GOAL := run
.NOTPARALLEL:

# What is given on make's command line must reach the programs; what is not given must stay unset.
ifdef DATABASE_URL
export DATABASE_URL
endif
ifdef TONGBAN_HOME
export TONGBAN_HOME
endif
ifdef PORT
export PORT
endif
ifdef HOST
export HOST
endif
ifdef ARGS
export ARGS
endif
ifdef PYTHON
export PYTHON
endif

# -u: what is printed appears at once, also through a pipe.
SETUP = python=$$(sh setup/find_python) && exec "$$python" -u

run:      ; $(SETUP) setup/run.py
test:     ; $(SETUP) setup/suite.py
nightly:  ; $(SETUP) setup/suite.py --nightly
check:    ; $(SETUP) setup/check.py
stop:     ; .venv/bin/tongban down
clean:    ; rm -rf .venv node_modules build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
