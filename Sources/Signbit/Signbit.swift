// The umbrella: `import Signbit` brings every library module, and nothing of its own.
@_exported public import Activations
@_exported public import Asymptotics
@_exported public import Compression
@_exported public import ConvexFunctions
@_exported public import ConvexSolvers
@_exported public import DataFiles
@_exported public import DataModels
@_exported public import Experiments
@_exported public import FeatureMaps
@_exported public import Iteration
@_exported public import LinearAlgebra
@_exported public import Messages
@_exported public import PackedInference
@_exported public import Plots
@_exported public import Quantization
@_exported public import QuantizedTraining
@_exported public import RandomFeatures
