import FileReplacement
import Inventory

/// Finds the inventory that a command line means, and reads it.
struct InventorySource {
  private let arguments: Arguments
  private let environment: [String: String]
  private let console: Console

  /// Takes what decides where the inventory is.
  init(_ arguments: Arguments, environment: [String: String], console: Console) {
    self.arguments = arguments
    self.environment = environment
    self.console = console
  }

  /// Reads the inventory; its warnings go to stderr.
  ///
  /// - Throws: ``Failure`` with everything that is wrong with it.
  func read() throws(Failure) -> Inventory { try accept(reading()) }

  /// Reads the inventory, right or wrong.
  ///
  /// - Throws: ``Failure`` where there is none, or it cannot be read at all.
  func reading() throws(Failure) -> InventoryReading {
    let options = InventoryOptions(
      owner: arguments.value(.owner), cloud: arguments.value(.cloud), ttl: arguments.value(.ttl),
      hostnames: arguments.value(.hostnames))
    let isOneInstance = [.name, .region, .vip, .allowUnknownRegion].contains { arguments.has($0) }
    guard !isOneInstance else {
      guard !arguments.has(.inventory) else {
        throw Failure(.usage, "--inventory and --name, --region, --vip exclude each other; use one of the two ways")
      }
      let instance = InstanceOptions(
        name: arguments.value(.name), region: arguments.value(.region), virtualIPs: arguments.all(.vip) ?? [],
        allowsUnknownRegion: arguments.has(.allowUnknownRegion))
      return Inventory.of(instance, options: options)
    }
    guard let path = try path() else {
      // To take out what is ours, our mark is enough to know; and credentials need no inventory at all.
      guard arguments.command == .auth || (arguments.command == .remove && arguments.has(.owner)) else {
        throw Failure(
          .usage,
          "no inventory: name one with --inventory or APIM_DNS_INVENTORY, put apim-dns.json5 into this folder, or give one "
            + "instance with --name, --region and --vip")
      }
      return Inventory.read(bytes: Array("{}".utf8), file: "", options: options)
    }
    guard path != "-" else {
      return Inventory.read(bytes: try StandardInput.bytes(), file: StandardInput.name, options: options)
    }
    console.trace("reading \(path)")
    return Inventory.read(bytes: try bytes(of: path), file: path, options: options)
  }

  /// The inventory's path; nothing where nobody named one and none lies in the working folder.
  private func path() throws(Failure) -> String? {
    if let path = arguments.value(.inventory) { return path }
    if let path = environment["APIM_DNS_INVENTORY"], !path.isEmpty { return path }
    let usual = "apim-dns.json5"
    do throws(FileError) {
      return try FileSnapshot(of: usual).exists ? usual : nil
    } catch {
      return usual
    }
  }

  private func bytes(of path: String) throws(Failure) -> [UInt8] {
    do throws(FileError) {
      let file = try FileSnapshot(of: path)
      if file.exists { return file.bytes }
    } catch {
      throw Failure(.usage, "cannot read the inventory: \(error)")
    }
    throw Failure(.usage, "cannot read the inventory: there is no file \(path); name another")
  }

  /// Takes an inventory without an error in it; its warnings go to stderr.
  ///
  /// - Throws: ``Failure`` with everything that is wrong with it.
  func accept(_ reading: InventoryReading) throws(Failure) -> Inventory {
    guard let inventory = reading.inventory else {
      let isFromFile = if case .position? = reading.problems.first?.place { true } else { false }
      throw Failure(.usage, reading.report, namesItsPlace: isFromFile)
    }
    if !reading.problems.isEmpty { console.remark(reading.report) }
    return inventory
  }
}
