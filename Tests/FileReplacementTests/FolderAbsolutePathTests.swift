import FileReplacement
import Foundation
import TestSupport
import Testing

struct FolderAbsolutePathTests {
  @Test(arguments: [
    ("/", "/"), ("/srv/zones", "/srv/zones"), ("/srv//zones/", "/srv/zones"), ("/srv/./zones/.", "/srv/zones"),
    ("/nowhere/../zones", "/zones"), ("/../..", "/"), ("/nowhere/a/b/../../c", "/nowhere/c"),
  ])
  func absolutePathIsNormalised(path: String, absolute: String) throws {
    #expect(try Folder(path).absolutePath() == absolute)
  }

  @Test func relativePathStartsInTheWorkingFolder() throws {
    let working = FileManager.default.currentDirectoryPath
    #expect(try Folder("zones").absolutePath() == "\(working)/zones")
    #expect(try Folder("./zones/").absolutePath() == "\(working)/zones")
    #expect(try Folder(".").absolutePath() == working)
  }

  @Test func parentOfALinkIsTheParentOfItsTarget() throws {
    let folder = try TemporaryFolder()
    try folder.write("real/below/file", text: "")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: folder.path("real/below"))
    #expect(try Folder(folder.path("link")).absolutePath() == folder.path("link"))
    #expect(try Folder(folder.path("link/../x")).absolutePath() == folder.path("real/x"))
  }
}
