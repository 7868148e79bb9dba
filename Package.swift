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

/// The rooms of the house, and for each the rooms it may look into. README.md has the picture.
let rooms: [Target] = [
  .target(name: "DNSModel"),
  .target(name: "APIManagement", dependencies: ["DNSModel"]),
  .target(name: "Reconciliation", dependencies: ["DNSModel"]),
  .target(name: "FileReplacement"),
  .target(name: "AzureBackend", dependencies: ["DNSModel"]),
  .target(name: "CLibcurl"),
  .target(name: "HTTPTransport", dependencies: ["AzureBackend", "CLibcurl"]),
  .executableTarget(name: "azure-emulator", dependencies: ["DNSModel"]),

  .testTarget(name: "DNSModelTests", dependencies: ["DNSModel"]),
  .testTarget(name: "HTTPTransportTests", dependencies: ["HTTPTransport", "AzureBackend"]),
  .testTarget(name: "AzureEmulatorTests", dependencies: ["azure-emulator", "DNSModel"]),
]

for room in rooms where room.name != "CLibcurl" {
  room.swiftSettings = strict
}

let package = Package(
  name: "apim-dns",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "azure-emulator", targets: ["azure-emulator"])
  ],
  targets: rooms
)
