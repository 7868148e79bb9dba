import Diagnostics
import FileReplacement
import Inventory

/// `init`: writes a commented inventory to start from.
struct InitCommand {
  let arguments: Arguments
  let source: InventorySource
  let console: Console

  /// Checks the options, and writes the file if nothing has its name.
  func run() throws(Failure) -> ExitCode {
    let template = InventoryTemplate(arguments)
    // Every problem names its option.
    _ = try source.accept(source.reading(of: .instance(template.instance)))
    let path = arguments.file ?? InventorySource.defaultPath
    guard path != "-" else {
      console.emit(template.text, as: .json)
      return .done
    }
    guard try isWritten(template.text, to: path) else {
      throw Failure(.refused, "\(path) already exists, and init never replaces a file. Use the name of a new file.")
    }
    let option = path == InventorySource.defaultPath ? "" : " --inventory \(Arguments.shellWord(path))"
    console.printNote(
      "wrote \(PrintableText.escaped(path)). Edit it, then run 'apim-dns check\(option)' and 'apim-dns plan\(option)'.")
    return .done
  }

  /// Writes a new file.
  ///
  /// - Returns: false if a file has the name already.
  private func isWritten(_ text: String, to path: String) throws(Failure) -> Bool {
    do throws(FileError) {
      guard try !FileSnapshot(of: path).exists else { return false }
      return try OwnFile(path).replace(ifOurs: { _ in false }, with: { _ in Array(text.utf8) })
    } catch {
      throw Failure(.failed, "cannot write the inventory: \(error)")
    }
  }
}
