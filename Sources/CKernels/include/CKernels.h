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
  /// Uniform on {0, 1, …, 2⁵³ − 1} · 2⁻⁵³, two words each.
  void (*fill_uniform_f64)(uint64_t key, uint64_t stream, uint64_t block, double *out, size_t count);
  /// Standard Gaussians by Box–Muller, two words for each pair; |g| < 6.67.
  void (*fill_gaussian_f32)(uint64_t key, uint64_t stream, uint64_t block, float *out, size_t count);
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

#pragma clang assume_nonnull end

#endif
