import CLibcurl
import Synchronization

/// A libcurl that this process has loaded, and keeps until its end.
struct LoadedLibrary: @unchecked Sendable {
  /// Its functions, which are never changed.
  let functions: OpaquePointer

  private static let loaded = Mutex<[String: LoadedLibrary]>([:])

  /// Loads the library, once for each file name; nothing when this machine has none that is fit.
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
