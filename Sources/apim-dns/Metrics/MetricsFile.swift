import FileReplacement

/// The file of `--metrics-file`, which node_exporter's
/// [textfile collector](https://github.com/prometheus/node_exporter#textfile-collector) reads at any moment.
struct MetricsFile {
  /// How each file of ours begins; any other file is somebody else's.
  static let beginning = "# HELP apim_dns_"

  /// The file.
  let path: String

  /// Puts new contents in the place of the old ones, in one step.
  ///
  /// - Parameter text: makes the new contents from the old ones, which are empty where there is no file.
  /// - Throws: ``Failure`` when the file is not ours or cannot be replaced; it is then as it was.
  func replace(with text: (_ old: [UInt8]) -> String) throws(Failure) {
    do throws(FileError) {
      let isReplaced = try OwnFile(path, upTo: ReadLimit(mebibytes: 16)).replace(
        ifOurs: { $0.starts(with: Self.beginning.utf8) }, with: { Array(text($0).utf8) })
      if isReplaced { return }
    } catch {
      throw Failure(.failed, "cannot write the metrics: \(error)")
    }
    throw Failure(
      .failed, "cannot write the metrics: \(path): this is no file that '--metrics-file' wrote; name another one")
  }
}
