# The two commands of the README, and what developers use beside them.
BUILD := build/release
JOBS ?= $(shell nproc)
export CCACHE_DIR ?= $(CURDIR)/.cache/ccache
export CCACHE_BASEDIR ?= $(CURDIR)

.PHONY: all setup build demo test check format peers clean

all: build

setup:
	@scripts/setup

build: setup
	@scripts/build_web
	@cmake --preset release $(if $(wildcard $(BUILD)/build.ninja),>/dev/null)
	@cmake --build --preset release -j $(JOBS)

demo: build
	@scripts/demo $(BUILD)/bin/portolan

test: build
	@PORTOLAN_BROWSER=1 scripts/setup
	@ctest --preset release --label-exclude slow -j $(JOBS)

check:
	@PORTOLAN_LINT=1 scripts/setup
	@scripts/check

format:
	@scripts/format

peers:
	@scripts/peers

clean:
	rm -rf build demo web/dist web/.dist_sha256
