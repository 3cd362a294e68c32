# errbind: one registry of vendors' error codes, typed bindings for every client.
# `make help` lists what there is. Works with GNU make 3.81 and later.

CC ?= cc
CFLAGS ?= -O2 -g
BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wundef
# make WERROR=1 turns warnings into errors; make SANITIZE=1 builds with ASan and UBSan.
ifdef WERROR
WARNINGS += -Werror
endif
ifdef SANITIZE
override CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
override LDFLAGS += -fsanitize=address,undefined
endif

PKG_CONFIG ?= pkg-config
LIBRARY_CFLAGS := $(shell $(PKG_CONFIG) --cflags yaml-0.1 libmd 2>/dev/null)
LIBRARY_LIBS := $(shell $(PKG_CONFIG) --libs yaml-0.1 libmd 2>/dev/null || echo -lyaml -lmd)
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -D_DARWIN_C_SOURCE -D_DEFAULT_SOURCE \
	-DERRBIND_VERSION='"$(VERSION)"' -DERRBIND_DATA='"$(PREFIX)/share/errbind"'
COMPILE = $(CC) -std=c11 $(CPPFLAGS) $(LIBRARY_CFLAGS) $(WARNINGS) $(CFLAGS) -MMD -MP

SOURCES := $(wildcard generator/*.c)
OBJECTS := $(SOURCES:generator/%.c=$(BUILD)/generator/%.o)
MODULES := $(filter-out $(BUILD)/generator/main.o,$(OBJECTS))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))

.PHONY: all help deps test-deps toolchains generate check lint test conformance clean

all: $(BUILD)/errbind ## build build/errbind

help: ## list what there is
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | \
		awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

deps: ## install what the build needs: a C compiler, libyaml, libmd
	@tests/deps.sh build

test-deps: deps ## install what the tests need on top, compilers of all languages included
	@tests/deps.sh test
	@$(MAKE) toolchains

toolchains: ## install the compilers of the target languages that are not on PATH
	@tests/conformance/toolchains.sh

generate: $(BUILD)/errbind ## write out/ from schema/ through templates/
	$(BUILD)/errbind generate

check: $(BUILD)/errbind ## compare out/ with what generate would write
	$(BUILD)/errbind check

lint: $(BUILD)/errbind ## validate schema/ and templates/
	$(BUILD)/errbind lint

test: $(BUILD)/errbind $(UNIT_TESTS) ## run every test; REQUIRE_LANGS="c kotlin …" forbids skipping these
	@BUILD=$(BUILD) tests/run $(SUITES)

clean: ## remove build/
	rm -rf $(BUILD)

$(BUILD)/errbind: $(OBJECTS)
	@echo '  link  $@'
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(OBJECTS) $(LIBRARY_LIBS)

$(BUILD)/generator/%.o: generator/%.c Makefile
	@mkdir -p $(@D)
	@echo '  cc    $<'
	@$(COMPILE) -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(MODULES) Makefile
	@mkdir -p $(@D)
	@echo '  cc    $<'
	@$(COMPILE) -Igenerator -o $@ $< $(MODULES) $(LDFLAGS) $(LIBRARY_LIBS) -lcmocka

-include $(OBJECTS:.o=.d) $(UNIT_TESTS:=.d)
