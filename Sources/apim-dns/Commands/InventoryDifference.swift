import DNSModel

extension InventoryComparison {
  /// One difference between an inventory and Azure.
  struct Difference {
    /// The kind of a difference.
    enum Kind: String {
      /// Hostnames have different addresses in Azure.
      case addressMoved
      /// The inventory has a hostname that Azure does not.
      case unknownName
      /// Azure has a hostname that the inventory does not.
      case missingName
      /// The inventory has an instance that Azure does not.
      case unknownInstance
      /// Azure has an instance that the inventory does not.
      case missingInstance
      /// Azure has the instance, but without private records or with an incomplete report.
      case unusableInstance
    }

    let kind: Kind
    let instance: String
    /// The hostnames; empty if the instance itself is the difference.
    var names: [DomainName] = []
    /// Their addresses in the inventory.
    var inventory: [IPv4Address] = []
    /// Their addresses in Azure.
    var azure: [IPv4Address] = []
    /// The fix.
    let advice: String
    /// Why the instance cannot be used; nil for other kinds.
    var reason: String?
  }
}
