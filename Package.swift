// swift-tools-version: 6.3
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
  products: [
    .library(name: "Signbit", targets: ["Signbit"]),
    .executable(name: "signbit", targets: ["SignbitCommand"]),
    .library(name: "SignbitPython", type: .dynamic, targets: ["PythonBridge"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: [
    // Foundations
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CDenseAlgebra", linkerSettings: [.linkedLibrary("m"), .linkedLibrary("dl")]),
    .target(name: "CGzip", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "BuiltInDigits", exclude: ["digits.csv.gz"]),
    module("Messages"),
    module("LinearAlgebra", ["CKernels", "CDenseAlgebra", "Messages"]),
    module("Iteration"),
    // Mathematics
    module("Quantization", ["CKernels", "LinearAlgebra", "Messages"]),
    module("ConvexFunctions", ["LinearAlgebra"]),
    module("Activations", ["LinearAlgebra"]),
    module("DataModels", ["Activations", "LinearAlgebra", "Messages", "Quantization"]),
    module("DataFiles", ["BuiltInDigits", "CGzip", "DataModels", "LinearAlgebra", "Messages"]),
    // Fitting
    module("ConvexSolvers", ["ConvexFunctions", "Iteration", "LinearAlgebra", "Messages"]),
    module("FeatureMaps", ["Activations", "LinearAlgebra", "Messages"]),
    module(
      "PackedInference",
      ["Activations", "CGzip", "CKernels", "FeatureMaps", "LinearAlgebra", "Messages", "Quantization"]),
    module("Compression", ["ConvexFunctions", "LinearAlgebra", "PackedInference", "Quantization"]),
    // Methods
    module(
      "RandomFeatures",
      [
        "Compression", "ConvexFunctions", "ConvexSolvers", "DataModels", "FeatureMaps", "Iteration", "LinearAlgebra",
        "Messages", "PackedInference", "Quantization",
      ]),
    module(
      "Quotes",
      [
        "Compression", "ConvexFunctions", "ConvexSolvers", "DataModels", "LinearAlgebra", "Messages", "PackedInference",
        "Quantization", "RandomFeatures",
      ]),
    module(
      "QuantizedTraining",
      [
        "Activations", "CKernels", "DataModels", "FeatureMaps", "LinearAlgebra", "Messages", "PackedInference",
        "Quantization",
      ]),
    module(
      "Asymptotics",
      [
        "Activations", "Compression", "ConvexFunctions", "DataModels", "Iteration", "LinearAlgebra", "Messages",
        "PackedInference",
        "Quantization",
      ]),
    // Evidence
    module("Plots", ["Messages"]),
    module(
      "Experiments",
      [
        "Activations", "Asymptotics", "Compression", "ConvexFunctions", "ConvexSolvers", "DataModels", "FeatureMaps",
        "Iteration", "LinearAlgebra", "Messages", "PackedInference", "Quantization",
      ]),
    // Umbrella
    module(
      "Signbit",
      [
        "Activations", "Asymptotics", "Compression", "ConvexFunctions", "ConvexSolvers", "DataFiles", "DataModels",
        "Experiments", "FeatureMaps", "Iteration", "LinearAlgebra", "Messages", "PackedInference", "Plots",
        "Quantization", "QuantizedTraining", "Quotes", "RandomFeatures",
      ]),
    // Service
    module(
      "Workbench",
      [
        "Activations", "Asymptotics", "Compression", "ConvexFunctions", "ConvexSolvers", "DataFiles", "DataModels",
        "Experiments", "FeatureMaps", "Iteration", "LinearAlgebra", "Messages", "PackedInference", "Plots",
        "Quantization", "QuantizedTraining", "Quotes", "RandomFeatures",
      ]),
    module(
      "Benchmarking",
      [
        "Activations", "Asymptotics", "ConvexFunctions", "ConvexSolvers", "DataFiles", "DataModels", "LinearAlgebra",
        "Messages", "Plots", "QuantizedTraining", "Workbench",
      ]),
    module(
      "Figures",
      [
        "Activations", "Asymptotics", "Benchmarking", "ConvexFunctions", "ConvexSolvers", "DataFiles", "DataModels",
        "Experiments",
        "FeatureMaps", "LinearAlgebra", "Messages", "Plots", "Quantization", "QuantizedTraining", "Workbench",
      ]),
    module(
      "Ledger", ["DataFiles", "Messages", "Plots", "Workbench", .product(name: "GRDB", package: "GRDB.swift")]),
    // Front doors
    .executableTarget(
      name: "SignbitCommand",
      dependencies: [
        "Benchmarking", "DataFiles", "DataModels", "Figures", "Ledger", "LinearAlgebra", "Messages", "Workbench",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    module("PythonBridge", ["ConvexSolvers", "DataModels", "LinearAlgebra", "Messages", "Plots", "Quantization"]),

    // Tests
    tests(of: "Messages"),
    tests(of: "LinearAlgebra", ["CDenseAlgebra"]),
    tests(of: "Iteration"),
    tests(of: "ConvexFunctions", ["LinearAlgebra"]),
    tests(of: "ConvexSolvers", ["ConvexFunctions", "Iteration", "LinearAlgebra", "Messages"]),
    tests(of: "Quantization", ["LinearAlgebra", "Messages"]),
    tests(of: "Activations", ["LinearAlgebra"]),
    tests(of: "FeatureMaps", ["Activations", "LinearAlgebra", "Messages"]),
    tests(of: "DataModels", ["Activations", "LinearAlgebra", "Messages"]),
    tests(of: "DataFiles", ["CGzip", "DataModels", "LinearAlgebra", "Messages"]),
    tests(of: "PackedInference", ["Activations", "FeatureMaps", "LinearAlgebra", "Messages", "Quantization"]),
    tests(
      of: "Compression",
      [
        "ConvexFunctions", "ConvexSolvers", "DataFiles", "DataModels", "LinearAlgebra", "PackedInference",
        "Quantization",
      ]),
    tests(
      of: "Asymptotics",
      [
        "Activations", "Compression", "ConvexFunctions", "DataFiles", "DataModels", "Experiments", "FeatureMaps",
        "Iteration", "LinearAlgebra",
        "Messages",
      ]),
    tests(
      of: "RandomFeatures",
      [
        "Activations", "Compression", "ConvexFunctions", "ConvexSolvers", "DataFiles", "DataModels", "FeatureMaps",
        "Iteration", "LinearAlgebra",
        "Messages", "PackedInference",
      ]),
    tests(
      of: "Quotes",
      [
        "Compression", "ConvexFunctions", "ConvexSolvers", "DataModels", "LinearAlgebra", "Messages", "PackedInference",
        "Quantization", "RandomFeatures",
      ]),
    tests(
      of: "QuantizedTraining",
      [
        "Activations", "Asymptotics", "DataFiles", "DataModels", "Experiments", "FeatureMaps", "LinearAlgebra",
        "Messages",
        "PackedInference", "Quantization",
      ]),
    tests(of: "Plots"),
    tests(of: "Signbit"),
    tests(
      of: "Experiments",
      [
        "Activations", "Asymptotics", "ConvexFunctions", "DataModels", "FeatureMaps", "Iteration", "LinearAlgebra",
        "Messages",
      ]),
    tests(
      of: "Workbench",
      [
        "ConvexFunctions", "ConvexSolvers", "DataModels", "FeatureMaps", "LinearAlgebra", "Messages", "PackedInference",
      ]),
    tests(of: "Figures", ["DataFiles", "Workbench"]),
    tests(of: "Ledger", ["Messages", "Workbench", .product(name: "GRDB", package: "GRDB.swift")]),
    tests(of: "SignbitCommand", ["Compression", "ConvexFunctions", "LinearAlgebra", "PackedInference"]),
  ]
)
