#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// x86-64 with the AVX-512 of 2019 and later (Intel Ice Lake, AMD Zen 4), popcount included.

#if defined(__x86_64__)

#include <immintrin.h>

#include "CKernels.h"

// Outside the target pragma: it must run where AVX-512 does not.
static bool is_supported(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
         && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
         && __builtin_cpu_supports("avx512vpopcntdq");
}

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vpopcntdq"))), apply_to = function)

#include "hadamard.h"
#include "sampling.h"
#include "sampling512.h"
#include "training.h"
#include "training512.h"

// ±1 in lane b by bit i of b: the signs of the sixteen entries of a table.
static inline __m512 signs_of_bit(int i) {
  const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return _mm512_mask_blend_ps(_mm512_test_epi32_mask(lane, _mm512_set1_epi32(1 << i)), _mm512_set1_ps(1),
                              _mm512_set1_ps(-1));
}

// Puts nibble g of each dword at the bottom; vpermps ignores what stands above it. The shift is a
// product where it can be: the shift unit is one of the two that vpermps needs. Measured on Zen 4,
// 4096 × 16384: 0.54 ms so, 0.66 ms with shifts.
static inline __attribute__((always_inline)) __m512i nibble(__m512i *bits, const int g) {
  if (g == 4) *bits = _mm512_srli_epi32(*bits, 16);
  if (g % 4 == 0) return *bits;
  return _mm512_mulhi_epu16(*bits, _mm512_set1_epi16((short)(1 << (16 - 4 * (g % 4)))));
}

// One group of rows; `vectors` is a constant at each call, so that the sums stay in registers.
static inline __attribute__((always_inline)) void group_b1_f32(
    const uint32_t *signs, const float *x, float *y, size_t count, size_t words, const int vectors) {
  const __m512 sign0 = signs_of_bit(0), sign1 = signs_of_bit(1), sign2 = signs_of_bit(2), sign3 = signs_of_bit(3);
  __m512 sum[8];
  for (int v = 0; v < vectors; v++) sum[v] = _mm512_setzero_ps();

  for (size_t w = 0; w < words; w++, x += CK_WORD_INPUTS, signs += CK_VECTOR_ROWS * vectors) {
    __m512i bits[8];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      bits[v] = _mm512_loadu_si512(signs + CK_VECTOR_ROWS * v);
      // Past the end this touches nothing: a prefetch cannot fault.
      _mm_prefetch((const char *)(signs + CK_VECTOR_ROWS * v) + 8192, _MM_HINT_T0);
    }
#pragma clang loop unroll(full)
    for (int g = 0; g < 8; g++) {
      // All sixteen t_g. Products with ±1 are exact, so these fused sums round like plain ones.
      __m512 table = _mm512_mul_ps(_mm512_set1_ps(x[4 * g]), sign0);
      table = _mm512_fmadd_ps(_mm512_set1_ps(x[4 * g + 1]), sign1, table);
      table = _mm512_fmadd_ps(_mm512_set1_ps(x[4 * g + 2]), sign2, table);
      table = _mm512_fmadd_ps(_mm512_set1_ps(x[4 * g + 3]), sign3, table);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) {
        __m512i index = nibble(&bits[v], g);
        sum[v] = _mm512_add_ps(sum[v], _mm512_permutexvar_ps(index, table));
      }
    }
  }
  for (int v = 0; v < vectors; v++) {
    size_t left = count - CK_VECTOR_ROWS * (size_t)v;
    _mm512_mask_storeu_ps(y + CK_VECTOR_ROWS * v, left >= 16 ? 0xFFFF : (__mmask16)((1u << left) - 1), sum[v]);
  }
}

static void gemv_b1_f32(const uint32_t *signs, const float *x, float *y, size_t rows, size_t words) {
  for (; rows >= CK_GROUP_ROWS; rows -= CK_GROUP_ROWS) {
    group_b1_f32(signs, x, y, CK_GROUP_ROWS, words, 8);
    signs += CK_GROUP_ROWS * words;
    y += CK_GROUP_ROWS;
  }
  switch ((rows + CK_VECTOR_ROWS - 1) / CK_VECTOR_ROWS) {
  case 1: group_b1_f32(signs, x, y, rows, words, 1); break;
  case 2: group_b1_f32(signs, x, y, rows, words, 2); break;
  case 3: group_b1_f32(signs, x, y, rows, words, 3); break;
  case 4: group_b1_f32(signs, x, y, rows, words, 4); break;
  case 5: group_b1_f32(signs, x, y, rows, words, 5); break;
  case 6: group_b1_f32(signs, x, y, rows, words, 6); break;
  case 7: group_b1_f32(signs, x, y, rows, words, 7); break;
  case 8: group_b1_f32(signs, x, y, rows, words, 8); break;
  default: break;
  }
}

// Sixteen rows of a group; `planes` is a constant at each call, so that a row of signs is read once for all of them.
static inline __attribute__((always_inline)) __m512i distances(
    const uint32_t *signs, const uint32_t *bits, size_t lanes, size_t words, const size_t planes) {
  __m512i count[8];
  for (size_t p = 0; p < planes; p++) count[p] = _mm512_setzero_si512();
  for (size_t w = 0; w < words; w++) {
    __m512i row = _mm512_loadu_si512(signs + w * lanes);
    for (size_t p = 0; p < planes; p++) {
      __m512i plane = _mm512_set1_epi32((int)bits[p * words + w]);
      count[p] = _mm512_add_epi32(count[p], _mm512_popcnt_epi32(_mm512_xor_si512(row, plane)));
    }
  }
  __m512i sum = count[planes - 1];
  for (size_t p = planes - 1; p-- > 0;) sum = _mm512_add_epi32(_mm512_slli_epi32(sum, 1), count[p]);
  return sum;
}

static void hamming_b1(const uint32_t *signs, const uint32_t *bits, uint32_t *y, size_t rows, size_t words,
                       size_t planes) {
  for (size_t first = 0; first < rows; first += CK_GROUP_ROWS) {
    size_t count = rows - first < CK_GROUP_ROWS ? rows - first : CK_GROUP_ROWS;
    size_t lanes = (count + CK_VECTOR_ROWS - 1) / CK_VECTOR_ROWS * CK_VECTOR_ROWS;
    for (size_t r = 0; r < count; r += CK_VECTOR_ROWS) {
      __m512i sum = planes == 1   ? distances(signs + r, bits, lanes, words, 1)
                    : planes == 8 ? distances(signs + r, bits, lanes, words, 8)
                                  : distances(signs + r, bits, lanes, words, planes);
      size_t left = count - r;
      _mm512_mask_storeu_epi32(y + first + r, left >= 16 ? 0xFFFF : (__mmask16)((1u << left) - 1), sum);
    }
    signs += words * lanes;
  }
}

// The sum of sixteen lanes: halves, quarters, eighths, the last two.
static inline float sum_of_lanes(__m512 lanes) {
  __m256 eight = _mm256_add_ps(_mm512_castps512_ps256(lanes), _mm512_extractf32x8_ps(lanes, 1));
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
  __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

// Some rows side by side, so that their sums do not wait for each other; `count` is a constant at each call.
static inline __attribute__((always_inline)) void rows_f16_f32(
    const uint16_t *weights, const float *x, float *y, size_t columns, const int count) {
  const size_t left = columns % 16, whole = columns - left;
  __m512 sum[5];
  for (int r = 0; r < count; r++) sum[r] = _mm512_setzero_ps();

  for (size_t j = 0; j < whole; j += 16) {
    __m512 in = _mm512_loadu_ps(x + j);
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
      __m256i half = _mm256_loadu_si256((const __m256i *)(weights + columns * (size_t)r + j));
      sum[r] = _mm512_add_ps(sum[r], _mm512_mul_ps(_mm512_cvtph_ps(half), in));
    }
  }
  if (left > 0) {
    // Lanes without a column add +0, which changes no sum: one that began at +0 is never −0.
    const __mmask16 lanes = (__mmask16)((1u << left) - 1);
    __m512 in = _mm512_maskz_loadu_ps(lanes, x + whole);
    for (int r = 0; r < count; r++) {
      __m256i half = _mm256_maskz_loadu_epi16(lanes, weights + columns * (size_t)r + whole);
      sum[r] = _mm512_add_ps(sum[r], _mm512_mul_ps(_mm512_cvtph_ps(half), in));
    }
  }
  for (int r = 0; r < count; r++) y[r] = sum_of_lanes(sum[r]);
}

static void gemv_f16_f32(const uint16_t *weights, const float *x, float *y, size_t rows, size_t columns) {
  for (; rows >= 5; rows -= 5, weights += 5 * columns, y += 5) rows_f16_f32(weights, x, y, columns, 5);
  switch (rows) {
  case 1: rows_f16_f32(weights, x, y, columns, 1); break;
  case 2: rows_f16_f32(weights, x, y, columns, 2); break;
  case 3: rows_f16_f32(weights, x, y, columns, 3); break;
  case 4: rows_f16_f32(weights, x, y, columns, 4); break;
  default: break;
  }
}

#pragma clang attribute pop

const ck_kernel_set ck_set_avx512vpopcntdq = {
    .name = "avx512vpopcntdq",
    .is_supported = is_supported,
    .fill_words = ck_fill_words,
    .fill_uniform_f32 = ck_fill_uniform512_f32,
    .fill_coarse_f32 = ck_fill_coarse512_f32,
    .fill_uniform_f64 = ck_fill_uniform_f64,
    .fill_gaussian_f32 = ck_fill_gaussian512_f32,
    .gemv_b1_f32 = gemv_b1_f32,
    .hamming_b1 = hamming_b1,
    .gemv_f16_f32 = gemv_f16_f32,
    .hadamard_f32 = ck_hadamard_f32,
    .dot_f64 = ck_dot512_f64,
    .spread_f64 = ck_spread512_f64,
    .stretch_f64 = ck_stretch_f64,
    .shift_f64 = ck_shift_f64,
    .round_f64 = ck_round512_f64,
    .spread_round_f64 = ck_spread_round512_f64,
    .advance_f64 = ck_advance512_f64,
};

#endif
