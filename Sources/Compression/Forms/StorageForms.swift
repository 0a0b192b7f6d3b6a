import Quantization

/// The catalog of compressions: what is listed here is tested and reachable from every door.
///
/// `PrunedForm` is missing because it has a parameter that only a user can give.
public enum StorageForms {
  public static let all: [any StorageForm] =
    [Float32Form(), Float16Form()] + MidRiseInteger.widths.reversed().map { IntegerForm(bits: $0) }
    + [TernaryForm(), SignForm(), SparseForm()]

  /// The compression of that name; nil when there is none.
  public static func named(_ name: String) -> (any StorageForm)? { all.first { $0.name == name } }
}
