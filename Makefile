# apim-dns. Two targets do everything:
#
#   make run      does the main job for zones/contoso.json5: records, zone files, a hosts file, Azure Private DNS (emulated)
#   make test     runs every test, unit and integration, against the real servers that this machine has
#
# All others:
#
#   make check    checks the format, the layers and the unit tests of the rooms that you changed
#   make build    builds optimised programs with the Swift runtime inside, in .build/release
#   make install  installs the programs, the manual pages, completions and systemd units: make install PREFIX=/usr/local
#   make dist     makes a tarball and two Debian packages, in .build/dist
#   make lintian  checks the Debian packages with Debian's lintian
#   make try-dist installs the Debian packages in a fresh Debian 12 and 13 without Swift, and uses them (as root)
#   make faults   makes system calls fail, kills runs, fills disks, breaks sessions and answers of Azure: WORDS="hosts zones";
#                 without WORDS, runs make sanitize too
#   make sanitize runs all tests under the sanitizers of addresses, threads and undefined behaviour: WORDS="address"
#   make test-live runs the tests of the azure backend in a real subscription: AZURE_SUBSCRIPTION_ID, APIM_DNS_TEST_RESOURCE_GROUP
#   make bench    measures the speed beside other programs: make bench WORDS="hosts zones"
#   make fuzz     runs libFuzzer on every reader: make fuzz SECONDS=1800 WORDS="zones hosts"
#   make lint     checks the format of the Swift sources, and the scripts
#   make outside  builds and runs the example of the README as a package of its own, and compiles those of the guides
#   make layers   checks which room imports which
#   make links    checks the links in the Markdown files
#   make docs     makes a site of the guides and the library's documentation, in .build/site
#   make coverage shows which lines the tests run, by target
#   make errors   makes docs/errors.md, the table of all errors, from the sources
#   make format   formats the Swift sources as make lint wants them
#   make clean    removes what was built

help:
	@sed -n 's/^#   //p' Makefile

PREFIX ?= /usr/local
# Where zsh looks for completions; Debian's looks elsewhere for those of packages.
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions

# On Linux the runtime can be linked in; elsewhere it is part of the system. No library is looked for beside the program.
RELEASE = -c release --disable-local-rpath $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)

# So many tests at once: all at once, they have more files open than Foundation's Process bears.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH = 12

empty =
space = $(empty) $(empty)

# How long each target of `make fuzz` runs.
SECONDS = 20

.PHONY: help run test build install dist lintian try-dist faults sanitize test-live bench fuzz check lint outside layers links docs errors coverage format clean

run:
	@./scripts/prerequisites.sh run
	swift build --product apim-dns
	swift build --product azure-emulator
	@./scripts/demo.sh

test:
	@./scripts/prerequisites.sh test
	swift build --build-tests --explicit-target-dependency-import-check error
	# One after the other, so that servers and faults do not starve what looks at the clock.
	swift test --skip-build --skip 'IntegrationTests|FaultTests'
	swift test --skip-build --filter IntegrationTests --skip FaultTests
	swift test --skip-build --filter FaultTests

# Each system call of a run that fails or is the last one, for hosts files, zone files, saved plans and metrics; mounts without
# room or rights, sessions that vanish, runs that are killed; an Azure of which three answers in ten go wrong, 20 times; and 500
# runs of random inventories beside a model, of which APIM_DNS_SOAK_SEED repeats those with a seed.
# Then the sanitizers.
faults:
	@./scripts/prerequisites.sh test
	@./scripts/faults.sh $(WORDS)
	@$(if $(WORDS),,./scripts/sanitize.sh)

sanitize:
	@./scripts/prerequisites.sh test
	@./scripts/sanitize.sh $(WORDS)

test-live:
	@./scripts/test-live.sh

# The commit for --version; empty in a tree without git. The same commit gives the same bytes.
build: export APIM_DNS_COMMIT = $(if $(wildcard .git),$(shell git describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null))

build:
	swift build $(RELEASE) --product apim-dns
	swift build $(RELEASE) --product azure-emulator
	@./scripts/self-contained.sh .build/release/apim-dns .build/release/azure-emulator

# Builds nothing, so that it can run as root after `make build`.
install:
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/man/man1" "$(DESTDIR)$(PREFIX)/share/doc/apim-dns"
	install -d "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" "$(DESTDIR)$(ZSHDIR)"
	install -d "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d" "$(DESTDIR)$(PREFIX)/lib/systemd/system"
	install -m 755 -s .build/release/apim-dns .build/release/azure-emulator "$(DESTDIR)$(PREFIX)/bin"
	install -m 644 systemd/apim-dns@.service systemd/apim-dns@.timer "$(DESTDIR)$(PREFIX)/lib/systemd/system"
	install -m 644 LICENSE README.md CHANGELOG.md SECURITY.md "$(DESTDIR)$(PREFIX)/share/doc/apim-dns"
	install -d "$(DESTDIR)$(PREFIX)/share/doc/apim-dns/docs" "$(DESTDIR)$(PREFIX)/share/doc/apim-dns/zones"
	install -m 644 docs/*.md "$(DESTDIR)$(PREFIX)/share/doc/apim-dns/docs"
	install -m 644 zones/contoso.json5 zones/inventory.schema.json "$(DESTDIR)$(PREFIX)/share/doc/apim-dns/zones"
	.build/release/apim-dns help --man >"$(DESTDIR)$(PREFIX)/share/man/man1/apim-dns.1"
	.build/release/azure-emulator --man >"$(DESTDIR)$(PREFIX)/share/man/man1/azure-emulator.1"
	.build/release/apim-dns completions bash >"$(DESTDIR)$(PREFIX)/share/bash-completion/completions/apim-dns"
	.build/release/apim-dns completions zsh >"$(DESTDIR)$(ZSHDIR)/_apim-dns"
	.build/release/apim-dns completions fish >"$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/apim-dns.fish"

dist: build
	@./scripts/dist.sh .build/dist

lintian: dist
	./scripts/lintian.sh .build/dist

try-dist: lintian
	for suite in bookworm trixie; do ./scripts/try-package.sh $$suite .build/dist || exit 1; done

bench: build
	@./scripts/peers.sh files >/dev/null
	@./scripts/peers.sh octodns >/dev/null
	swift build $(RELEASE) --product benchmark
	@./scripts/machine.sh
	.build/release/benchmark $(WORDS)

fuzz:
	@./scripts/fuzz.sh $(SECONDS) $(WORDS)

check:
	@./scripts/check.sh

lint:
	swift format lint --strict --parallel --recursive Sources Tests Benchmarks Fuzzing Package.swift
	for script in scripts/*.sh scripts/debian/p* .ci/run Sources/*/Script/*.sh; do sh -n "$$script" || exit 1; done

outside:
	@./scripts/outside.sh

layers:
	@./scripts/layers.sh

links:
	@./scripts/links.sh

docs:
	swift build --target PrivateDNS
	@./scripts/docs.sh .build/site

errors:
	@./scripts/errors.py

coverage:
	@./scripts/coverage.sh

format:
	swift format --in-place --parallel --recursive Sources Tests Benchmarks Fuzzing Package.swift

clean:
	rm -rf .build
