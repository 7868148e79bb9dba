@testable import Inventory
@testable import apim_dns

/// Any words are a command line or a usage error, and what names an instance is one or has problems.
///
/// Each line of the input is a word.
func fuzz(_ bytes: [UInt8]) {
  let words = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  do throws(UsageError) {
    let arguments = try Arguments(words)
    let options = InventoryOptions(
      owner: arguments.value(.owner), cloud: arguments.value(.cloud), ttl: arguments.value(.ttl),
      hostnames: arguments.value(.hostnames))
    let instance = InstanceOptions(
      name: arguments.value(.name), region: arguments.value(.region), virtualIPs: arguments.all(.vip) ?? [])
    let reading = Inventory.of(instance, options: options)
    require(reading.inventory != nil || !reading.report.isEmpty, "no instance, and no problem")
  } catch {
    require(!"\(error)".isEmpty, "a usage error without a word")
  }
}
