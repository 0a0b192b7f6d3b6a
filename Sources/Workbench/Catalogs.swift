import Compression
import ConvexFunctions
import Messages

/// Finds things in the catalogs by the names that users type.
enum Catalogs {
  static func penalty(_ name: String) throws -> any Penalty {
    guard let penalty = Penalties.named(name) else {
      throw unknown("penalty", name, Penalties.all.map(\.name))
    }
    return penalty
  }

  static func compression(_ name: String) throws -> any StorageForm {
    guard let compression = StorageForms.named(name) else {
      throw unknown("format", name, StorageForms.all.map(\.name))
    }
    return compression
  }

  static func rounding(_ name: String) throws -> StorageChoice.Rounding {
    guard let rounding = StorageChoice.Rounding(rawValue: name) else {
      throw unknown("rounding", name, StorageChoice.Rounding.allCases.map(\.rawValue))
    }
    return rounding
  }

  static func unknown(_ kind: String, _ name: String, _ known: [String]) -> Refusal {
    .usage("there is no \(kind) \"\(name)\"; \(Suggestion.question(for: name, among: known))")
  }
}
