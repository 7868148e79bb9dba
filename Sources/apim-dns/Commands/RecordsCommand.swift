import APIManagement
import Inventory

/// `records`: prints the A records of all derived hostnames.
struct RecordsCommand {
  let context: RunContext

  func run() throws(Failure) -> ExitCode {
    let console = context.console
    let records = context.inventory.records(seenFrom: context.view)
    switch context.format {
    case .text, .html: console.show(RecordsText.of(records))
    case .json: console.emit(try JSONText.of(RecordsJSON(records)), as: .json)
    case .markdown: console.emit(RecordsTable(records).markdown, as: .text)
    case .csv: console.emit(RecordsTable(records).csv, as: .text)
    }
    return .done
  }
}
