# errbind: one registry of vendors' error codes, typed bindings for every client.
# `make help` lists what there is. Works with GNU make 3.81 and later.

CC ?= cc
CFLAGS ?= -O2 -g
BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=
INSTALL ?= install
to = $(DESTDIR)$(PREFIX)
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
# `errbind import` reads pages in a program of its own, with md4c and libxml2; where these
# are missing it is not built, and import says what to install.
ifeq ($(shell $(PKG_CONFIG) --exists md4c libxml-2.0 2>/dev/null && echo yes),yes)
PAGE_CFLAGS := $(shell $(PKG_CONFIG) --cflags md4c libxml-2.0)
PAGE_LIBS := $(shell $(PKG_CONFIG) --libs md4c libxml-2.0)
PROGRAMS := $(BUILD)/errbind $(BUILD)/errbind-import
else
PROGRAMS := $(BUILD)/errbind
endif
DEFINES := -D_POSIX_C_SOURCE=200809L -D_DARWIN_C_SOURCE -D_DEFAULT_SOURCE \
	-DERRBIND_VERSION='"$(VERSION)"'
# Debug information names no folder, so that the program is the same wherever it is built.
NO_FOLDER := $(shell $(CC) -ffile-prefix-map=a=b -E -x c /dev/null >/dev/null 2>&1 && \
	echo "-ffile-prefix-map='$(CURDIR)'=.")
COMPILE = $(CC) -std=c11 $(DEFINES) $(CPPFLAGS) $(LIBRARY_CFLAGS) $(WARNINGS) $(CFLAGS) \
	$(NO_FOLDER) -MMD -MP

SOURCES := $(sort $(wildcard generator/*.c))
OBJECTS := $(SOURCES:generator/%.c=$(BUILD)/generator/%.o)
# What reads pages is in errbind-import alone, what stands for it in errbind.
READERS := $(BUILD)/generator/page_html.o $(BUILD)/generator/page_markdown.o
NO_READERS := $(BUILD)/generator/page_elsewhere.o
MODULES := $(filter-out $(BUILD)/generator/main.o $(NO_READERS),$(OBJECTS))
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
REPLAYS := $(FUZZERS:%=$(BUILD)/fuzz/replay_%)
FUZZ_SECONDS ?= 60
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))

.PHONY: all help deps test-deps toolchains generate check lint test install uninstall dist clean \
	force

all: $(PROGRAMS) ## build build/errbind, and build/errbind-import

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

generate: $(PROGRAMS) ## write out/ from schema/ through templates/
	$(BUILD)/errbind generate

check: $(BUILD)/errbind ## compare out/ with what generate would write
	$(BUILD)/errbind check

lint: $(BUILD)/errbind ## validate schema/ and templates/
	$(BUILD)/errbind lint

test: $(PROGRAMS) $(UNIT_TESTS) $(REPLAYS) ## run every test; REQUIRE_LANGS="c kotlin …" forbids skipping these
	@BUILD=$(BUILD) tests/run $(SUITES)

fuzz: ## fuzz each target for FUZZ_SECONDS (60) with clang's libFuzzer, ASan and UBSan
	@$(MAKE) BUILD=build/fuzz CC=clang SANITIZE=1 CFLAGS="-O1 -g -fsanitize=fuzzer-no-link" \
		fuzzers
	@for fuzzer in $(FUZZERS); do \
		mkdir -p build/fuzz/found/$$fuzzer; \
		build/fuzz/$$fuzzer -max_total_time=$(FUZZ_SECONDS) -timeout=20 -max_len=4096 \
			-print_final_stats=1 -artifact_prefix=$(CURDIR)/build/fuzz/$$fuzzer- \
			$(CURDIR)/build/fuzz/found/$$fuzzer $(CURDIR)/tests/fuzz/corpus/$$fuzzer \
			|| exit 1; \
	done

.PHONY: fuzz fuzzers
fuzzers: $(FUZZERS:%=$(BUILD)/%)

install: $(PROGRAMS) ## install to PREFIX, by default /usr/local
	$(INSTALL) -d "$(to)/bin" "$(to)/share/man/man1" "$(to)/share/cmake/errbind" \
		"$(to)/share/errbind"
	$(INSTALL) -m 755 $(BUILD)/errbind "$(to)/bin"
	for program in $(filter-out $(BUILD)/errbind,$(PROGRAMS)); do \
		$(INSTALL) -d "$(to)/libexec/errbind" && \
		$(INSTALL) -m 755 $$program "$(to)/libexec/errbind" || exit; \
	done
	$(INSTALL) -m 644 generator/errbind.1 "$(to)/share/man/man1"
	$(INSTALL) -d "$(to)/share/bash-completion/completions" \
		"$(to)/share/zsh/site-functions" "$(to)/share/fish/vendor_completions.d"
	$(INSTALL) -m 644 generator/errbind.bash "$(to)/share/bash-completion/completions/errbind"
	$(INSTALL) -m 644 generator/errbind.zsh "$(to)/share/zsh/site-functions/_errbind"
	$(INSTALL) -m 644 generator/errbind.fish "$(to)/share/fish/vendor_completions.d"
	$(INSTALL) -m 644 schema/errbind.schema.json "$(to)/share/errbind"
	$(INSTALL) -m 644 generator/errbind.cmake "$(to)/share/cmake/errbind/errbindConfig.cmake"
	echo 'set(PACKAGE_VERSION $(VERSION))' | cat - generator/errbind_version.cmake \
		>"$(to)/share/cmake/errbind/errbindConfigVersion.cmake"
	rm -rf "$(to)/share/errbind/templates"
	for file in templates/README.md templates/*/*; do \
		$(INSTALL) -d "$(to)/share/errbind/$${file%/*}" && \
		$(INSTALL) -m 644 "$$file" "$(to)/share/errbind/$$file" || exit; \
	done

uninstall: ## remove what install installs
	rm -f "$(to)/bin/errbind" "$(to)/share/man/man1/errbind.1" \
		"$(to)/share/bash-completion/completions/errbind" \
		"$(to)/share/zsh/site-functions/_errbind" \
		"$(to)/share/fish/vendor_completions.d/errbind.fish"
	rm -rf "$(to)/libexec/errbind" "$(to)/share/errbind" "$(to)/share/cmake/errbind"

dist: ## make build/errbind-VERSION.tar.gz of what is committed
	@mkdir -p $(BUILD)
	git archive --prefix=errbind-$(VERSION)/ -o $(BUILD)/errbind-$(VERSION).tar HEAD
	gzip -9nf $(BUILD)/errbind-$(VERSION).tar

clean: ## remove build/
	rm -rf $(BUILD)

$(BUILD)/errbind: $(filter-out $(READERS),$(OBJECTS))
	@echo '  link  $@'
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBRARY_LIBS)

$(BUILD)/errbind-import: $(filter-out $(NO_READERS),$(OBJECTS))
	@echo '  link  $@'
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBRARY_LIBS) $(PAGE_LIBS)

$(BUILD)/generator/%.o: generator/%.c Makefile
	@mkdir -p $(@D)
	@echo '  cc    $<'
	@$(COMPILE) -c -o $@ $<

$(READERS): LIBRARY_CFLAGS += $(PAGE_CFLAGS)

# The program knows where its parts are installed: another PREFIX makes another program.
$(BUILD)/generator/project.o: DEFINES += -DERRBIND_DATA='"$(PREFIX)/share/errbind"'
$(BUILD)/generator/page_elsewhere.o: DEFINES += -DERRBIND_PROGRAMS='"$(PREFIX)/libexec/errbind"'
$(BUILD)/generator/project.o $(BUILD)/generator/page_elsewhere.o: $(BUILD)/prefix
ifneq ($(shell cat $(BUILD)/prefix 2>/dev/null),$(PREFIX))
$(BUILD)/prefix: force
endif
$(BUILD)/prefix:
	@mkdir -p $(@D)
	@echo '$(PREFIX)' >$@

$(BUILD)/tests/%: tests/unit/%.c $(MODULES) Makefile
	@mkdir -p $(@D)
	@echo '  cc    $<'
	@$(COMPILE) -iquote generator -o $@ $< $(MODULES) $(LDFLAGS) $(LIBRARY_LIBS) $(PAGE_LIBS) -lcmocka

FUZZ_SOURCES = $< tests/fuzz/harness.c
FUZZ_NEEDS = tests/fuzz/harness.c tests/fuzz/harness.h $(MODULES) Makefile

$(BUILD)/fuzz/replay_%: tests/fuzz/%.c tests/fuzz/replay.c $(FUZZ_NEEDS)
	@mkdir -p $(@D)
	@echo '  cc    $<'
	@$(filter-out -MMD -MP,$(COMPILE)) -o $@ $(FUZZ_SOURCES) tests/fuzz/replay.c $(MODULES) \
		$(LDFLAGS) $(LIBRARY_LIBS) $(PAGE_LIBS)

$(BUILD)/fuzz_%: tests/fuzz/fuzz_%.c $(FUZZ_NEEDS)
	@mkdir -p $(@D)
	@echo '  cc    $<'
	@$(filter-out -MMD -MP,$(COMPILE)) -fsanitize=fuzzer -o $@ $(FUZZ_SOURCES) $(MODULES) \
		$(LDFLAGS) $(LIBRARY_LIBS) $(PAGE_LIBS)

-include $(OBJECTS:.o=.d) $(UNIT_TESTS:=.d)
