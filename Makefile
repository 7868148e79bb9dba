# apim-dns. The two targets that do everything:
#
#   make run      the main job on zones/contoso.json5: records, zone files, a hosts file, Azure Private DNS (emulated)
#   make test     every test, unit and integration, against real servers where they are there
#
# And besides:
#
#   make build    the programs, optimised, in .build/release
#   make bench    how fast it is beside others: make bench WORDS="hosts zones"
#   make lint     the format of the Swift sources, and the scripts
#   make layers   which room of the house looks into which
#   make links    the links in the Markdown files
#   make format   brings the Swift sources into the format that lint wants
#   make clean    removes what was built

.PHONY: run test build bench lint layers links format clean

run:
	@./scripts/prerequisites.sh run
	swift build --product apim-dns
	swift build --product azure-emulator
	@./scripts/demo.sh

test:
	@./scripts/prerequisites.sh test
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build

build:
	swift build -c release --product apim-dns
	swift build -c release --product azure-emulator

bench: build
	swift build -c release --product benchmark
	-./scripts/peers.sh octodns
	.build/release/benchmark $(WORDS)

lint:
	swift format lint --strict --parallel --recursive Sources Tests Benchmarks Package.swift
	for script in scripts/*.sh .ci/run; do sh -n "$$script" || exit 1; done

layers:
	@./scripts/layers.sh

links:
	@./scripts/links.sh

format:
	swift format --in-place --parallel --recursive Sources Tests Benchmarks Package.swift

clean:
	rm -rf .build
