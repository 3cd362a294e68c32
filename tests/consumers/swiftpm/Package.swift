// swift-tools-version:5.9
import PackageDescription

let package = Package(
  name: "App",
  dependencies: [.package(path: "Errors/swift")],
  targets: [
    .executableTarget(name: "App", dependencies: [.product(name: "VendorErrors", package: "swift")]),
    .testTarget(name: "AppTests", dependencies: [.product(name: "VendorErrors", package: "swift")]),
  ]
)
