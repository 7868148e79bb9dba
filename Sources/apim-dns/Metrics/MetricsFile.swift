import FileReplacement

/// The file of `--metrics-file`, which node_exporter's
/// [textfile collector](https://github.com/prometheus/node_exporter#textfile-collector) can read at any time.
struct MetricsFile {
  /// The beginning of every metrics file; any other file is not replaced.
  static let beginning = "# HELP apim_dns_"

  let path: String

  /// Replaces the contents atomically.
  ///
  /// - Parameter text: makes the new contents from the old ones, which are empty if there is no file.
  /// - Throws: ``Failure`` if the file is not a metrics file or cannot be replaced; it is then unchanged.
  func replace(with text: (_ old: [UInt8]) -> String) throws(Failure) {
    do throws(FileError) {
      let isReplaced = try OwnFile(path, upTo: ReadLimit(mebibytes: 16)).replace(
        ifOurs: { $0.starts(with: Self.beginning.utf8) }, with: { Array(text($0).utf8) })
      if isReplaced { return }
    } catch {
      throw Failure(.failed, "cannot write the metrics: \(error)")
    }
    throw Failure(
      .failed, "cannot write the metrics: \(path) was not written by --metrics-file. Use another file.")
  }
}
