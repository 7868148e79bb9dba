import DNSModel

/// The output of `discover --compare --format json`, version 1.
struct ComparisonJSON: Encodable {
  /// One difference.
  struct Difference: Encodable {
    let kind: String
    let instance: String
    let names: [String]
    let inventory: [String]
    let azure: [String]
    let reason: String?
    let advice: String
  }

  /// An instance that was not compared.
  struct Skipped: Encodable {
    let instance: String
    let reason: String
  }

  let version = 1
  let equal: Bool
  let instances: Int
  let equalHostnames: Int
  let differences: [Difference]
  let notCompared: [Skipped]

  init(_ comparison: InventoryComparison) {
    equal = comparison.differences.isEmpty
    instances = comparison.instances
    equalHostnames = comparison.equalNames
    notCompared = comparison.notCompared.map { Skipped(instance: $0.instance, reason: $0.reason) }
    differences = comparison.differences.map { difference in
      Difference(
        kind: difference.kind.rawValue, instance: difference.instance, names: difference.names.map(\.text),
        inventory: difference.inventory.map(\.description), azure: difference.azure.map(\.description),
        reason: difference.reason, advice: difference.advice)
    }
  }
}
