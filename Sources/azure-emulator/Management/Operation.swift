import FoundationEssentials

/// A long-running operation: an accepted change of a zone or a link.
///
/// The first poll reports that it is in progress. The second poll finishes it: its precondition is checked and the change is made
/// only then. The operations on a zone finish in order of acceptance. An operation that is not polled twice finishes by itself
/// after ``timeout(_:)``, or when the program ends.
struct Operation: Sendable {
  /// Changes the state.
  typealias Change = @Sendable (inout DNSState) throws(ManagementError) -> Void
  /// The resource in the result; nil for a deletion.
  typealias Resource = @Sendable (DNSState) -> HTTPResponse?

  /// The status of an operation.
  enum Status: Sendable {
    /// The change is not made yet.
    case inProgress
    /// The change is made.
    case succeeded
    /// The change failed.
    case failed(ManagementError)
  }

  /// The key of the zone.
  let zone: String
  /// The operation ID, in base64.
  let id: String
  /// The path and query of the status.
  let statusTarget: String
  /// The path and query of the result.
  let resultTarget: String
  /// When the operation finishes by itself.
  let deadline: ContinuousClock.Instant
  private(set) var status = Status.inProgress
  private var polls = 0
  private let change: Change
  /// The resource in the result.
  let resource: Resource

  /// Accepts a change.
  ///
  /// - Parameters:
  ///   - kind: Azure's name of the change, such as `UpsertPrivateDnsZone`.
  ///   - zone: the zone.
  ///   - request: the request.
  ///   - change: changes the state.
  ///   - resource: the resource in the result.
  init(
    _ kind: String, _ zone: ZoneID, _ request: ManagementRequest, change: @escaping Change, resource: @escaping Resource
  ) {
    self.zone = zone.key
    id = base64("FrontEndAsyncOperation;\(kind);\(ETag.fresh())_\(zone.subscription)")
    let (subscription, resourceGroup) = (percentEncoded(zone.subscription), percentEncoded(zone.resourceGroup))
    let group = "/subscriptions/\(subscription)/resourceGroups/\(resourceGroup)/providers/Microsoft.Network"
    // Padding is not encoded, as in Azure's own URLs.
    statusTarget = "\(group)/privateDnsOperationStatuses/\(id)?\(Self.signedQuery(request.apiVersion))"
    resultTarget = "\(group)/privateDnsOperationResults/\(id)?\(Self.signedQuery(request.apiVersion))"
    deadline = .now + Self.timeout(request.settings)
    self.change = change
    self.resource = resource
  }

  /// How long an operation waits for polls.
  static func timeout(_ settings: Options) -> Duration { .seconds(10 + 2 * settings.retryAfter) }

  /// Counts a poll.
  ///
  /// - Returns: whether to finish the operation.
  mutating func poll() -> Bool {
    polls += 1
    return polls > 1
  }

  /// Makes the change, unless it is already made.
  mutating func end(_ state: inout DNSState) {
    guard case .inProgress = status else { return }
    var changed = state
    do throws(ManagementError) {
      try change(&changed)
      state = changed
      status = .succeeded
    } catch {
      status = .failed(error)
    }
  }

  /// A query as long as Azure's, with a time, a certificate, a signature and a hash that are random.
  private static func signedQuery(_ apiVersion: String) -> String {
    let ticks = (Int(Date.now.timeIntervalSince1970 * 1000) + 62_135_596_800_000) * 10_000
    return
      "api-version=\(apiVersion)&t=\(ticks)&c=MII\(randomLetters(2612))&s=\(randomLetters(342))&h=\(randomLetters(43))"
  }

  private static func randomLetters(_ count: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    return String(decoding: (0..<count).map { _ in letters[Int.random(in: letters.indices)] }, as: UTF8.self)
  }
}
