import Testing

@testable import apim_dns

struct ExitCodeTests {
  @Test func usageErrorWinsOverRefusalAndFailure() {
    #expect(ExitCode.first(of: []) == nil)
    #expect(ExitCode.first(of: [.done, .differs]) == .differs)
    #expect(ExitCode.first(of: [.failed, .differs]) == .failed)
    #expect(ExitCode.first(of: [.failed, .refused, .done]) == .refused)
    #expect(ExitCode.first(of: [.refused, .usage, .failed]) == .usage)
  }
}
