import CLibcurl
import Synchronization

/// A libcurl that is loaded until the process ends.
struct LoadedLibrary: @unchecked Sendable {
  /// The functions, which never change.
  let functions: OpaquePointer

  private static let loaded = Mutex<[String: LoadedLibrary]>([:])

  /// Loads a library once per file name; nil if it is missing or too old.
  init?(_ fileName: String) {
    let library = Self.loaded.withLock { loaded in
      if loaded[fileName] == nil { loaded[fileName] = clibcurl_load(fileName).map(LoadedLibrary.init(functions:)) }
      return loaded[fileName]
    }
    guard let library else { return nil }
    self = library
  }

  private init(functions: OpaquePointer) { self.functions = functions }
}
