// swift-tools-version: 6.2
import PackageDescription

/// What every target is built with: Swift 6, no warnings, and the rules that Swift 7 will have by default.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

/// The rooms below the command line, and for each the rooms it may look into: docs/architecture.md has the picture.
let library: [Target] = [
  .target(name: "Diagnostics"),
  .target(name: "DNSModel"),
  .target(name: "APIManagement", dependencies: ["DNSModel"]),
  .target(name: "Reconciliation", dependencies: ["DNSModel", "FileReplacement", "ConcurrentWork"]),
  .target(name: "CFileCalls"),
  .target(name: "FileReplacement", dependencies: ["CFileCalls"]),
  .target(name: "CProcessCalls"),
  .target(name: "ProgramExecution", dependencies: ["CProcessCalls", "ConcurrentWork"]),
  .target(
    name: "HostsBackend",
    dependencies: [
      "Diagnostics", "DNSModel", "Reconciliation", "FileReplacement", "ProgramExecution", "ConcurrentWork",
    ],
    resources: [
      "header", "path", "arguments", "messages", "requirements", "locate", "trust", "unfinished", "lock",
      "preconditions", "stage",
      "examine", "compose", "rewrite", "replace", "reload", "inspect",
    ].map { .embedInCode("Script/\($0).sh") }),
  .target(
    name: "ZoneFileBackend",
    dependencies: [
      "Diagnostics", "DNSModel", "Reconciliation", "FileReplacement", "ProgramExecution", "ConcurrentWork",
    ]),
  .target(name: "DNSClient", dependencies: ["DNSModel"]),
  .target(name: "ConcurrentWork"),
  .target(
    name: "ResourceManager",
    dependencies: [
      "Diagnostics", "APIManagement", "Reconciliation", "FileReplacement", "ProgramExecution", "ConcurrentWork",
    ]),
  .target(name: "CLibcurl"),
  .target(name: "EndpointProbe", dependencies: ["DNSModel", "APIManagement"]),
  .target(name: "HTTPTransport", dependencies: ["ResourceManager", "EndpointProbe", "ConcurrentWork", "CLibcurl"]),
  .target(
    name: "AzureBackend",
    dependencies: ["DNSModel", "Reconciliation", "APIManagement", "ResourceManager", "ConcurrentWork"]),
  .target(
    name: "InstanceDiscovery",
    dependencies: ["Diagnostics", "DNSModel", "APIManagement", "Reconciliation", "ResourceManager"]),
  .target(
    name: "Inventory",
    dependencies: [
      "Diagnostics", "DNSModel", "APIManagement", "Reconciliation", "HostsBackend", "ZoneFileBackend",
      "ResourceManager",
    ]),
  .target(
    name: "PrivateDNS",
    dependencies: [
      "Diagnostics", "DNSModel", "APIManagement", "Reconciliation", "Inventory", "HostsBackend", "ZoneFileBackend",
      "DNSClient",
      "AzureBackend", "InstanceDiscovery", "ResourceManager", "HTTPTransport",
    ]),
]

/// The commit that `make build` names, for `--version`; without it, and without git, the programs know none.
let commit = Context.environment["APIM_DNS_COMMIT"].flatMap { $0.isEmpty ? nil : $0 }

/// The programs, and what only programs have.
let programs: [Target] = [
  .target(name: "CSafeStart"),
  .target(name: "CBuildInfo", cSettings: commit.map { [.define("APIM_DNS_COMMIT", to: $0)] } ?? []),
  .executableTarget(
    name: "apim-dns",
    dependencies: [
      "Diagnostics", "DNSModel", "APIManagement", "Reconciliation", "Inventory", "FileReplacement", "HostsBackend",
      "ZoneFileBackend",
      "DNSClient", "AzureBackend", "InstanceDiscovery", "ResourceManager", "EndpointProbe", "HTTPTransport",
      "ConcurrentWork", "ProgramExecution", "CSafeStart", "CBuildInfo",
    ]),
  .executableTarget(
    name: "azure-emulator", dependencies: ["DNSModel", "ConcurrentWork", "ProgramExecution", "CSafeStart"]),
  .executableTarget(
    name: "benchmark", path: "Benchmarks"),
]

/// The tests: a target for each room, and one that runs the programs against real servers.
let tests: [Target] = [
  .target(
    name: "TestSupport",
    dependencies: ["DNSModel", "DNSClient", "Reconciliation", "ProgramExecution", "ResourceManager"],
    path: "Tests/TestSupport"),
  .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
  .testTarget(name: "DNSModelTests", dependencies: ["DNSModel"]),
  .testTarget(name: "APIManagementTests", dependencies: ["APIManagement", "DNSModel", "TestSupport"]),
  .testTarget(name: "ReconciliationTests", dependencies: ["Reconciliation", "DNSModel"]),
  .testTarget(
    name: "InventoryTests",
    dependencies: [
      "Inventory", "Diagnostics", "DNSModel", "APIManagement", "Reconciliation", "HostsBackend", "ZoneFileBackend",
      "ResourceManager", "TestSupport",
    ],
    exclude: ["Fixtures"]),
  .testTarget(name: "FileReplacementTests", dependencies: ["FileReplacement", "TestSupport"]),
  .testTarget(
    name: "HostsBackendTests",
    dependencies: [
      "HostsBackend", "DNSModel", "Reconciliation", "FileReplacement", "ProgramExecution", "TestSupport",
    ]),
  .testTarget(name: "ProgramExecutionTests", dependencies: ["ProgramExecution", "TestSupport"]),
  .testTarget(
    name: "ZoneFileBackendTests",
    dependencies: ["ZoneFileBackend", "Diagnostics", "DNSModel", "Reconciliation", "FileReplacement", "TestSupport"]),
  .testTarget(name: "DNSClientTests", dependencies: ["DNSClient", "DNSModel", "TestSupport"]),
  .testTarget(
    name: "AzureBackendTests",
    dependencies: [
      "AzureBackend", "InstanceDiscovery", "ResourceManager", "HTTPTransport", "ProgramExecution", "DNSModel",
      "Reconciliation", "APIManagement", "ConcurrentWork", "azure-emulator", "TestSupport",
    ]),
  .testTarget(
    name: "ResourceManagerTests",
    dependencies: [
      "ResourceManager", "HTTPTransport", "ProgramExecution", "Reconciliation", "APIManagement", "ConcurrentWork",
      "TestSupport",
    ]),
  .testTarget(
    name: "InstanceDiscoveryTests",
    dependencies: [
      "InstanceDiscovery", "ResourceManager", "DNSModel", "Reconciliation", "APIManagement", "TestSupport",
    ]),
  .testTarget(name: "ConcurrentWorkTests", dependencies: ["ConcurrentWork"]),
  .testTarget(
    name: "EndpointProbeTests", dependencies: ["EndpointProbe", "APIManagement", "DNSModel", "TestSupport"]),
  .testTarget(name: "HTTPTransportTests", dependencies: ["HTTPTransport", "ResourceManager", "TestSupport"]),
  .testTarget(
    name: "AzureEmulatorTests", dependencies: ["azure-emulator", "DNSModel", "TestSupport"], exclude: ["Fixtures"]),
  .testTarget(name: "PrivateDNSTests", dependencies: ["PrivateDNS", "TestSupport"]),
  .testTarget(
    name: "CommandLineTests",
    dependencies: [
      "apim-dns", "DNSModel", "APIManagement", "Inventory", "ResourceManager", "InstanceDiscovery", "EndpointProbe",
      "TestSupport",
    ]),
  .testTarget(
    name: "IntegrationTests",
    dependencies: ["ZoneFileBackend", "DNSClient", "DNSModel", "Reconciliation", "TestSupport"]),
]

let rooms = library + programs + tests
let roomsInC: Set<String> = ["CLibcurl", "CFileCalls", "CProcessCalls", "CSafeStart", "CBuildInfo"]
for room in rooms where !roomsInC.contains(room.name) {
  room.swiftSettings = strict
}

let package = Package(
  name: "apim-dns",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "PrivateDNS", targets: ["PrivateDNS"]),
    .executable(name: "apim-dns", targets: ["apim-dns"]),
    .executable(name: "azure-emulator", targets: ["azure-emulator"]),
  ],
  targets: rooms
)
