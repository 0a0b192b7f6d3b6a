// swift-tools-version: 6.1
// The order of the targets is the map of the house: a module imports only from lines above its own.
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A Swift module of the house.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a module: they see its public face only, so that they build in release too.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name)] + dependencies,
    swiftSettings: strict)
}

let package = Package(
  name: "signbit",
  dependencies: [],
  targets: [
    // Foundations
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CDenseAlgebra", linkerSettings: [.linkedLibrary("m"), .linkedLibrary("dl")]),
    module("Messages"),
    module("LinearAlgebra", ["CKernels", "CDenseAlgebra", "Messages"]),
    // Mathematics
    module("DataModels", ["LinearAlgebra", "Messages"]),
    // Fitting
    module("PackedInference", ["CKernels", "LinearAlgebra", "Messages"]),

    // Tests
    tests(of: "Messages"),
    tests(of: "LinearAlgebra"),
    tests(of: "PackedInference", ["LinearAlgebra", "Messages"]),
  ]
)
