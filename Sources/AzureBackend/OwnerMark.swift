import Reconciliation

/// The owner mark: two entries in the metadata of a record set, or in the tags of a zone or link.
struct OwnerMark: Hashable, Sendable {
  let owner: Owner

  private static let program = "apim-dns"

  /// Whether entries contain the mark.
  func isOn(_ entries: [String: String]?) -> Bool {
    entries?["managedBy"] == Self.program && entries?["owner"] == owner.identifier
  }

  /// The given entries with the mark added.
  func added(to entries: [String: String]? = nil) -> [String: String] {
    var entries = entries ?? [:]
    entries["managedBy"] = Self.program
    entries["owner"] = owner.identifier
    return entries
  }

  /// The entries whose values the mark would replace, as `key=value`.
  func replaced(in entries: [String: String]?) -> [String] {
    let marked = added(to: entries)
    return (entries ?? [:]).filter { marked[$0.key] != $0.value }.map { "\($0.key)=\($0.value)" }.sorted()
  }

  /// The given entries without the mark.
  func removed(from entries: [String: String]?) -> [String: String] {
    (entries ?? [:]).filter { $0.key != "managedBy" && $0.key != "owner" }
  }

  /// The owner in entries that carry the mark of any owner.
  static func owner(on entries: [String: String]?) -> String? {
    entries?["managedBy"] == program ? entries?["owner"] : nil
  }
}
