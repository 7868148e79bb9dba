import DNSModel

extension InventoryComparison {
  /// One difference.
  struct Difference {
    /// What differs.
    enum Kind: String {
      /// Hostnames have other addresses in Azure.
      case addressMoved
      /// The inventory has a hostname that Azure does not report.
      case unknownName
      /// Azure reports a hostname that the inventory does not have.
      case missingName
      /// The inventory has an instance that Azure does not.
      case unknownInstance
      /// Azure has an instance that the inventory does not.
      case missingInstance
      /// Azure has the instance, and it has no private records, or the report is not whole.
      case unusableInstance
    }

    /// What differs.
    let kind: Kind
    /// The instance.
    let instance: String
    /// The hostnames; none where the instance itself is the difference.
    var names: [DomainName] = []
    /// Their addresses in the inventory.
    var inventory: [IPv4Address] = []
    /// Their addresses in Azure.
    var azure: [IPv4Address] = []
    /// What to do, in one sentence without a full stop.
    let advice: String
    /// Why the instance cannot be used.
    var reason: String?
  }
}
