/// How long a large inventory takes to be read, checked and derived, beside Python's reader of the same file alone.
enum InventoryScale {
  static func comparisons(in place: Workplace) throws -> [Comparison] {
    try [5_000, 50_000, 500_000].map { count in
      let file = try place.file("inventory-\(count).json") { inventory(count) }
      let isTarget = count == 50_000
      return Comparison(
        "inventory: check \(count) instances, \(2 * count) hostnames",
        ours: ShellLine("\(place.program) check --quiet --inventory \(file)"),
        other: ShellLine("python3 -c 'import json, sys; json.load(open(sys.argv[1], \"rb\"))' \(file)"),
        named: "json.load", isTarget ? .timesAsFast(1) : .none, memoryLimit: isTarget ? 150 : nil)
    }
  }

  /// An inventory with so many instances, two hostnames each, in JSON so that both can read it.
  private static func inventory(_ count: Int) -> [UInt8] {
    let regions = ["westus", "eastus", "northeurope", "westeurope", "japaneast"]
    var text = "{\"owner\":\"bench\",\"hostnames\":\"regional\",\"instances\":[\n"
    for number in 0..<count {
      let digits = String(number)
      let name = "contoso-apim-" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
      let address = "10.\(number >> 16).\(number >> 8 & 255).\(number & 255)"
      text += "{\"name\":\"\(name)\",\"region\":\"\(regions[number % regions.count])\",\"vip\":\"\(address)\"}"
      text += number + 1 < count ? ",\n" : "\n"
    }
    return Array((text + "]}\n").utf8)
  }
}
