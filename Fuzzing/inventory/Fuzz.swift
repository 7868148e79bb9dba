@testable import DNSModel
@testable import Inventory

/// Any bytes are an inventory, or have problems that lie within them, in order.
func fuzz(_ bytes: [UInt8]) {
  let reading = Inventory.read(bytes: bytes, file: "f")
  let report = reading.report
  require((reading.inventory == nil) || !report.contains("error: "), "an inventory in spite of an error")
  guard reading.inventory == nil else { return }
  require(!reading.problems.isEmpty && !report.isEmpty, "no inventory, and no problem")
  let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
  for problem in reading.problems {
    if let position = problem.position {
      require(position.line >= 1 && position.column >= 1 && position.line <= lines, "a problem outside the file")
    }
  }
}
