import VendorErrors
import XCTest

final class AppTests: XCTestCase {
  func testLookup() {
    XCTAssertEqual(KeylessError(code: 30004), .userError(.faceNotMatching))
    XCTAssertEqual(KeylessError(code: 99999), .unrecognized(99999))
  }
}
