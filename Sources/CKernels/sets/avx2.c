#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// Any x86-64 processor since about 2013, with the conversion of halves that came a year earlier.

#if defined(__x86_64__)

#include <immintrin.h>

#include "CKernels.h"

// Outside the target pragma: it must run where AVX2 does not.
static bool is_supported(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("f16c");
}

// No target for fused products: an accidental one cannot even be encoded.
#pragma clang attribute push(__attribute__((target("avx2,f16c"))), apply_to = function)

#include "hadamard.h"
#include "sampling.h"
#include "training.h"

// One group of rows. The sixteen sums t_g are odd in the signs, so eight of them (x₃ positive) fill
// one register; where the fourth sign is −1 the other three are flipped, and the sum afterwards.
static void group_b1_f32(const uint32_t *signs, const float *x, float *y, size_t count, size_t words) {
  const size_t halves = (count + CK_VECTOR_ROWS - 1) / CK_VECTOR_ROWS * 2;  // of 8 rows
  const __m256 minus0 = _mm256_castsi256_ps(_mm256_setr_epi32(0, INT32_MIN, 0, INT32_MIN, 0, INT32_MIN, 0, INT32_MIN));
  const __m256 minus1 = _mm256_castsi256_ps(_mm256_setr_epi32(0, 0, INT32_MIN, INT32_MIN, 0, 0, INT32_MIN, INT32_MIN));
  const __m256 minus2 = _mm256_castsi256_ps(_mm256_setr_epi32(0, 0, 0, 0, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN));
  const __m256i fourth = _mm256_set1_epi32(0x11111111);
  const __m256i top = _mm256_set1_epi32(INT32_MIN);
  __m256 sum[CK_GROUP_ROWS / 8];
  for (size_t v = 0; v < halves; v++) sum[v] = _mm256_setzero_ps();

  for (size_t w = 0; w < words; w++, x += CK_WORD_INPUTS) {
    __m256 table[8];
#pragma clang loop unroll(full)
    for (int g = 0; g < 8; g++) {
      __m256 t = _mm256_xor_ps(_mm256_broadcast_ss(x + 4 * g), minus0);
      t = _mm256_add_ps(t, _mm256_xor_ps(_mm256_broadcast_ss(x + 4 * g + 1), minus1));
      t = _mm256_add_ps(t, _mm256_xor_ps(_mm256_broadcast_ss(x + 4 * g + 2), minus2));
      table[g] = _mm256_add_ps(t, _mm256_broadcast_ss(x + 4 * g + 3));
    }
    for (size_t v = 0; v < halves; v++, signs += 8) {
      __m256i bits = _mm256_loadu_si256((const __m256i *)signs);
      // Past the end this touches nothing: a prefetch cannot fault.
      _mm_prefetch((const char *)signs + 4096, _MM_HINT_T0);
      // All eight nibbles at once: 7 · (bit 3) flips bits 0 to 2.
      __m256i fourths = _mm256_and_si256(_mm256_srli_epi32(bits, 3), fourth);
      __m256i index = _mm256_xor_si256(bits, _mm256_sub_epi32(_mm256_slli_epi32(fourths, 3), fourths));
      __m256 s = sum[v];
#pragma clang loop unroll(full)
      for (int g = 0; g < 8; g++) {
        __m256i minus = _mm256_and_si256(_mm256_slli_epi32(bits, 28 - 4 * g), top);
        // vpermps reads three bits of each index and ignores the rest.
        __m256 t = _mm256_permutevar8x32_ps(table[g], _mm256_srli_epi32(index, 4 * g));
        // −0 in place of +0 is harmless: a sum that began at +0 is never −0.
        s = _mm256_add_ps(s, _mm256_xor_ps(t, _mm256_castsi256_ps(minus)));
      }
      sum[v] = s;
    }
  }
  memcpy(y, sum, sizeof(float) * count);
}

static void gemv_b1_f32(const uint32_t *signs, const float *x, float *y, size_t rows, size_t words) {
  for (; rows > CK_GROUP_ROWS; rows -= CK_GROUP_ROWS) {
    group_b1_f32(signs, x, y, CK_GROUP_ROWS, words);
    signs += CK_GROUP_ROWS * words;
    y += CK_GROUP_ROWS;
  }
  group_b1_f32(signs, x, y, rows, words);
}

// How many bits of each dword are set: a table of nibbles, then sums of the four bytes.
static inline __m256i popcount_of_dwords(__m256i x) {
  const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2,
                                          2, 3, 2, 3, 3, 4);
  const __m256i nibble = _mm256_set1_epi8(15);
  __m256i low = _mm256_shuffle_epi8(counts, _mm256_and_si256(x, nibble));
  __m256i high = _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(x, 4), nibble));
  __m256i pairs = _mm256_maddubs_epi16(_mm256_add_epi8(low, high), _mm256_set1_epi8(1));
  return _mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
}

static void hamming_b1(const uint32_t *signs, const uint32_t *bits, uint32_t *y, size_t rows, size_t words,
                       size_t planes) {
  for (size_t first = 0; first < rows; first += CK_GROUP_ROWS) {
    size_t count = rows - first < CK_GROUP_ROWS ? rows - first : CK_GROUP_ROWS;
    size_t lanes = (count + CK_VECTOR_ROWS - 1) / CK_VECTOR_ROWS * CK_VECTOR_ROWS;
    for (size_t r = 0; r < count; r += 8) {
      __m256i sum = _mm256_setzero_si256();
      for (size_t p = planes; p-- > 0;) {
        sum = _mm256_slli_epi32(sum, 1);
        for (size_t w = 0; w < words; w++) {
          __m256i row = _mm256_loadu_si256((const __m256i *)(signs + w * lanes + r));
          __m256i plane = _mm256_set1_epi32((int)bits[p * words + w]);
          sum = _mm256_add_epi32(sum, popcount_of_dwords(_mm256_xor_si256(row, plane)));
        }
      }
      uint32_t eight[8];
      _mm256_storeu_si256((__m256i *)eight, sum);
      memcpy(y + first + r, eight, sizeof(uint32_t) * (count - r < 8 ? count - r : 8));
    }
    signs += words * lanes;
  }
}

// The sum of sixteen lanes, those of `low` first: halves, quarters, eighths, the last two.
static inline float sum_of_lanes(__m256 low, __m256 high) {
  __m256 eight = _mm256_add_ps(low, high);
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
  __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

// Some rows side by side, so that their sums do not wait for each other; `count` is a constant at each call.
static inline __attribute__((always_inline)) void rows_f16_f32(
    const uint16_t *weights, const float *x, float *y, size_t columns, const int count) {
  const size_t left = columns % 16, whole = columns - left;
  __m256 low[4], high[4];
  for (int r = 0; r < count; r++) low[r] = high[r] = _mm256_setzero_ps();

  for (size_t j = 0; j < whole; j += 16) {
    __m256 x0 = _mm256_loadu_ps(x + j), x1 = _mm256_loadu_ps(x + j + 8);
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
      const __m128i *w = (const __m128i *)(weights + columns * (size_t)r + j);
      low[r] = _mm256_add_ps(low[r], _mm256_mul_ps(_mm256_cvtph_ps(_mm_loadu_si128(w)), x0));
      high[r] = _mm256_add_ps(high[r], _mm256_mul_ps(_mm256_cvtph_ps(_mm_loadu_si128(w + 1)), x1));
    }
  }
  if (left > 0) {
    // Lanes without a column add +0, which changes no sum: one that began at +0 is never −0.
    float last_x[16] = {0};
    memcpy(last_x, x + whole, sizeof(float) * left);
    __m256 x0 = _mm256_loadu_ps(last_x), x1 = _mm256_loadu_ps(last_x + 8);
    for (int r = 0; r < count; r++) {
      uint16_t last[16] = {0};
      memcpy(last, weights + columns * (size_t)r + whole, sizeof(uint16_t) * left);
      const __m128i *w = (const __m128i *)last;
      low[r] = _mm256_add_ps(low[r], _mm256_mul_ps(_mm256_cvtph_ps(_mm_loadu_si128(w)), x0));
      high[r] = _mm256_add_ps(high[r], _mm256_mul_ps(_mm256_cvtph_ps(_mm_loadu_si128(w + 1)), x1));
    }
  }
  for (int r = 0; r < count; r++) y[r] = sum_of_lanes(low[r], high[r]);
}

static void gemv_f16_f32(const uint16_t *weights, const float *x, float *y, size_t rows, size_t columns) {
  for (; rows >= 4; rows -= 4, weights += 4 * columns, y += 4) rows_f16_f32(weights, x, y, columns, 4);
  switch (rows) {
  case 1: rows_f16_f32(weights, x, y, columns, 1); break;
  case 2: rows_f16_f32(weights, x, y, columns, 2); break;
  case 3: rows_f16_f32(weights, x, y, columns, 3); break;
  default: break;
  }
}

#pragma clang attribute pop

const ck_kernel_set ck_set_avx2 = {
    .name = "avx2",
    .is_supported = is_supported,
    .fill_words = ck_fill_words,
    .fill_uniform_f32 = ck_fill_uniform_f32,
    .fill_coarse_f32 = ck_fill_coarse_f32,
    .fill_uniform_f64 = ck_fill_uniform_f64,
    .fill_gaussian_f32 = ck_fill_gaussian_f32,
    .gemv_b1_f32 = gemv_b1_f32,
    .hamming_b1 = hamming_b1,
    .gemv_f16_f32 = gemv_f16_f32,
    .hadamard_f32 = ck_hadamard_f32,
    .dot_f64 = ck_dot_f64,
    .spread_f64 = ck_spread_f64,
    .stretch_f64 = ck_stretch_f64,
    .shift_f64 = ck_shift_f64,
    .round_f64 = ck_round_f64,
    .spread_round_f64 = ck_spread_round_f64,
    .advance_f64 = ck_advance_f64,
};

#endif
