import ConvexFunctions

/// The figures of arXiv 2402.10474, *One-Bit Quantization and Sparsification for Multiclass Linear Classification with
/// Strong Regularization*, and studies in their spirit.
enum OneBitClassifiers {
  static let figures: [any PaperFigure] = [
    PenaltyPathFigure("fig1", "Ridge: test error against λ", SquaredL2(), settings: [.a]),
    PenaltyPathFigure("fig2", "Lasso: test error and sparsity against λ", L1(), settings: [.a], keeping: 0.1),
    PenaltyPathFigure(
      "fig3", "ℓ∞: test error in 32 bits and one, and weights at the boundary, against λ", LInf(), settings: [.a]),
    ThreePenaltiesFigure(),
    PenaltyPathFigure("fig5", "Ridge in two more settings", SquaredL2(), settings: [.b, .c]),
    PenaltyPathFigure("fig6", "Lasso in two more settings", L1(), settings: [.b, .c], keeping: 0.1),
    PenaltyPathFigure("fig7", "ℓ∞ in two more settings", LInf(), settings: [.b, .c]),
    SettingsTable(),
    RealDataPaths(),
    OptimalityFigure(),
    BestErrorStudy.imbalance,
    BestErrorStudy.corruption,
    UniversalityStudy(),
    PriceOfABitStudy(),
  ]
}
