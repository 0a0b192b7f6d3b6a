#ifndef C_KERNELS_H
#define C_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Packed kernels and vector sampling. One table of functions is a *kernel set*; each set serves
// one instruction set, and which one runs is decided once, at run time, from what the processor
// supports. The set `reference` is the definition: every other set gives the same bits.

#if defined(__has_attribute) && __has_attribute(swift_attr)
/// Lets Swift 6 store the table in a global: it is never written after it is handed out.
#define CK_SENDABLE __attribute__((swift_attr("@Sendable")))
#else
#define CK_SENDABLE
#endif

#pragma clang assume_nonnull begin

/// Rounding to numbers that are known by rule: integers, or small floats with at least one mantissa bit where it rounds to
/// even.
typedef struct CK_SENDABLE {
  bool is_integer;
  /// The largest number.
  double limit;
  /// Of small floats: the smallest positive number is 2^least_exponent.
  int64_t mantissa_bits;
  int64_t least_exponent;
  /// What one unit stands for, and 1/scale; both positive and finite.
  double scale;
  double inverse;
  /// In [0, 1), one for each value; null to round to the nearest, ties to even.
  const float *_Nullable noise;
} ck_rounding;

/// One table of functions.
///
/// In its own file a set may leave a slot null; the tables that the functions below hand out have
/// such slots filled from `reference`, so that callers never look for null.
///
/// **Streams.** The sampling slots are pure functions of a key, a stream word and a block number:
/// Philox4x32-10 with counter (block low, block high, stream low, stream high), four words per
/// block. They write exactly `count` entries, beginning with the first word of block `block`; the
/// block number wraps after 2⁶⁴ − 1. Documentation/RandomStreams.md specifies every bit.
typedef struct CK_SENDABLE ck_kernel_set {
  /// By instruction set, not by processor: "reference", "avx2", "avx512vpopcntdq".
  const char *name;
  /// Whether this processor and its operating system can run the set.
  bool (*is_supported)(void);

  /// Words: out[4b + i] is word i of block `block` + b.
  void (*fill_words)(uint64_t key, uint64_t stream, uint64_t block, uint32_t *out, size_t count);
  /// Uniform on {0, 1, …, 2²⁴ − 1} · 2⁻²⁴, one word each.
  void (*fill_uniform_f32)(uint64_t key, uint64_t stream, uint64_t block, float *out, size_t count);
  /// Uniform on {½, 1½, …, 2¹⁶ − ½} · 2⁻¹⁶, half a word of Philox4x32-7 each, the lower half first.
  void (*fill_coarse_f32)(uint64_t key, uint64_t stream, uint64_t block, float *out, size_t count);
  /// Uniform on {0, 1, …, 2⁵³ − 1} · 2⁻⁵³, two words each.
  void (*fill_uniform_f64)(uint64_t key, uint64_t stream, uint64_t block, double *out, size_t count);
  /// Standard Gaussians by Box–Muller, two words for each pair; |g| < 6.67.
  void (*fill_gaussian_f32)(uint64_t key, uint64_t stream, uint64_t block, float *out, size_t count);

  /// y = S x for a matrix S of signs and f32 activations.
  ///
  /// `signs` is in the blocked layout below, `x` has 32 · `words` entries (padded with zeros) and `y`
  /// gets `rows` entries. The inputs are taken four at a time; with s = ±1 the signs of row r
  ///
  ///     t_g = ((s₀ x₄g + s₁ x₄g₊₁) + s₂ x₄g₊₂) + s₃ x₄g₊₃,    y_r = ((0 + t₀) + t₁) + …
  ///
  /// each sum rounded to f32. The sixteen possible t_g are few enough to stand in a table, which is
  /// how the faster sets get the same bits. (A NaN is a NaN on every set; its bits may differ.)
  ///
  /// Four additions per output are one, so the error is below a plain sum's: at most
  /// (8 · words + 2) · 2⁻²⁴ · Σ|x|, usually about √(8 · words) in place of 8 · words.
  void (*gemv_b1_f32)(const uint32_t *signs, const float *x, float *y, size_t rows, size_t words);

  /// Weighted distances of rows of signs from planes of bits, the product of bits with bits:
  ///
  ///     y_r = Σ_p 2ᵖ · (the number of bits in which row r and plane p differ),   p = 0 … planes − 1
  ///
  /// `signs` is in the blocked layout below; plane p has `words` words from bits + p · words on, bit i of word w being
  /// that of input 32 w + i; `y` gets `rows` numbers. Exact; at most 8 planes.
  void (*hamming_b1)(const uint32_t *signs, const uint32_t *bits, uint32_t *y, size_t rows, size_t words,
                     size_t planes);

  /// y = W x for weights in IEEE binary16 and f32 activations.
  ///
  /// `weights` has `rows` · `columns` bit patterns, row by row without gaps. Each weight is converted to
  /// f32, which is exact. Lane l of sixteen takes the columns 16g + l that there are,
  ///
  ///     a_l = ((0 + w_l x_l) + w₁₆₊ₗ x₁₆₊ₗ) + …
  ///
  /// each product and each sum rounded to f32, and y_r = a₀ after a_l ← a_l + a_{l+h} for all l < h,
  /// at h = 8, 4, 2, 1. (A NaN is a NaN on every set; its bits may differ.)
  ///
  /// The error is at most (⌈columns / 16⌉ + 5) · 2⁻²⁴ · Σ|w x|, subnormal products aside.
  void (*gemv_f16_f32)(const uint16_t *weights, const float *x, float *y, size_t rows, size_t columns);

  /// x = H x in place, H the Walsh–Hadamard matrix of side `count`, a power of two, in its natural order:
  /// entry (i, j) is −1 to the number of bits that i and j share.
  ///
  /// For h = 1, 2, 4, …: the pair (x_i, x_{i+h}), where i has no bit h, becomes (x_i + x_{i+h}, x_i − x_{i+h}),
  /// each rounded to f32.
  void (*hadamard_f32)(float *x, size_t count);

  // Vectors of quantized SGD. A sum has sixteen lanes: lane l takes the entries 16 i + l in turn, and then
  // a_l ← a_l + a_{l+h} for l < h, at h = 8, 4, 2, 1.

  /// Σ a b.
  double (*dot_f64)(const double *a, const double *b, size_t count);
  /// x = roots ∘ g; returns Σ x w.
  double (*spread_f64)(const float *g, const double *roots, const double *w, double *x, size_t count);
  /// v ← v (1 + size z).
  void (*stretch_f64)(double size, const float *z, double *v, size_t count);
  /// v ← v + size z.
  void (*shift_f64)(double size, const float *z, double *v, size_t count);
  /// out = scale × one of the two numbers next to t = v · inverse: with noise the upper one when the noise is below
  /// (t − lower) / (upper − lower), without it the nearest, ties to even. What lies beyond the last number becomes the last
  /// number; NaN counts as 0. `out` is `v` or apart from it.
  void (*round_f64)(const ck_rounding *rounding, const double *v, double *out, size_t count);
  /// A row of data in one pass: x = roots ∘ g; returns Σ x w. Then x is rounded, and product = Σ x other.
  double (*spread_round_f64)(const float *g, const double *roots, const double *w, const ck_rounding *rounding, double *x,
                             const double *other, double *product, size_t count);
  /// A step of the weights in one pass: sum += y unless that is null, y += factor x, and unless there is no rounding
  /// out = y rounded. No two of the vectors overlap.
  void (*advance_f64)(double factor, const double *x, double *y, double *_Nullable sum,
                      const ck_rounding *_Nullable rounding, double *_Nullable out, size_t count);
} ck_kernel_set;

/// The set in use: the best supported one, or the one that the environment variable
/// SIGNBIT_KERNELS names. This is the one place where a library reads the environment, so that any
/// program can be run on any set. A name that is unknown, or not supported here, is never ignored:
/// the active set is then `reference` and `ck_requested_but_unknown` returns the name, for the
/// front door to refuse. An empty variable counts as absent.
const ck_kernel_set *ck_active(void);

/// The definition of all results, in plain C.
const ck_kernel_set *ck_reference(void);

/// How many sets this processor supports; at least 1.
size_t ck_supported_count(void);

/// The supported sets, slowest first; 0 is the reference. Null from `ck_supported_count` on.
const ck_kernel_set *_Nullable ck_supported(size_t index);

/// What SIGNBIT_KERNELS asked for when that cannot be had, else null.
const char *_Nullable ck_requested_but_unknown(void);

// The blocked layout of a matrix of signs, rows × columns. A set bit means −1.
//
//     [group of 128 rows][word of 32 inputs][vector of 16 rows][16 lanes]   of uint32_t
//
// Bit i of the dword at (group, word, vector, lane) is the sign of input 32 · word + i in row
// 128 · group + 16 · vector + lane. A matrix is read as one sequential stream. The last group has
// only the vectors it needs; the rows missing in its last vector, and the inputs missing in the
// last word, are 0 bits.

enum { CK_GROUP_ROWS = 128, CK_VECTOR_ROWS = 16, CK_WORD_INPUTS = 32 };

/// Number of `uint32_t` of a matrix in the blocked layout.
size_t ck_blocked_count(size_t rows, size_t columns);

/// Plain rows to the blocked layout. A plain row has ⌈columns / 8⌉ bytes and its bit j is bit j % 8
/// of byte j / 8; bits after the last column are ignored. Every entry of `blocked` is written.
void ck_block_b1(const uint8_t *plain, size_t rows, size_t columns, uint32_t *blocked);

/// The blocked layout to plain rows; bits after the last column are 0.
void ck_unblock_b1(const uint32_t *blocked, size_t rows, size_t columns, uint8_t *plain);

#pragma clang assume_nonnull end

#endif
