#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// The definition, for any processor.

#include "CKernels.h"
#include "sampling.h"
#include "training.h"

static bool is_supported(void) { return true; }

// ±x, −x where the bit is set.
static float signed_by(uint32_t bit, float x) { return ck_float(ck_bits(x) ^ bit << 31); }

static void gemv_b1_f32(const uint32_t *signs, const float *x, float *y, size_t rows, size_t words) {
  for (size_t first = 0; first < rows; first += CK_GROUP_ROWS) {
    size_t count = rows - first < CK_GROUP_ROWS ? rows - first : CK_GROUP_ROWS;
    size_t lanes = (count + CK_VECTOR_ROWS - 1) / CK_VECTOR_ROWS * CK_VECTOR_ROWS;
    for (size_t r = 0; r < count; r++) {
      float sum = 0;
      for (size_t w = 0; w < words; w++) {
        uint32_t bits = signs[w * lanes + r];
        for (int i = 0; i < CK_WORD_INPUTS; i += 4, bits >>= 4) {
          const float *in = x + CK_WORD_INPUTS * w + i;
          float t = signed_by(bits & 1, in[0]) + signed_by(bits >> 1 & 1, in[1]);
          t = t + signed_by(bits >> 2 & 1, in[2]);
          t = t + signed_by(bits >> 3 & 1, in[3]);
          sum = sum + t;
        }
      }
      y[first + r] = sum;
    }
    signs += words * lanes;
  }
}

static void hamming_b1(const uint32_t *signs, const uint32_t *bits, uint32_t *y, size_t rows, size_t words,
                       size_t planes) {
  for (size_t first = 0; first < rows; first += CK_GROUP_ROWS) {
    size_t count = rows - first < CK_GROUP_ROWS ? rows - first : CK_GROUP_ROWS;
    size_t lanes = (count + CK_VECTOR_ROWS - 1) / CK_VECTOR_ROWS * CK_VECTOR_ROWS;
    for (size_t r = 0; r < count; r++) {
      uint32_t sum = 0;
      for (size_t p = 0; p < planes; p++)
        for (size_t w = 0; w < words; w++)
          sum += (uint32_t)__builtin_popcount(signs[w * lanes + r] ^ bits[p * words + w]) << p;
      y[first + r] = sum;
    }
    signs += words * lanes;
  }
}

// The f32 that equals a half. A subnormal half is a whole number of 2⁻²⁴; a normal one keeps its fraction
// and gets the bias of the wider exponent; infinities and NaNs keep an exponent of ones.
static float float_of_half(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000) << 16, size = half & 0x7FFF;
  if (size < 0x0400) return ck_float(sign | ck_bits((float)size * 0x1p-24f));
  uint32_t bias = size < 0x7C00 ? 127 - 15 : 255 - 31;
  return ck_float(sign | (size + (bias << 10)) << 13);
}

static void gemv_f16_f32(const uint16_t *weights, const float *x, float *y, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r++, weights += columns) {
    float a[16] = {0};
    for (size_t j = 0; j < columns; j++) {
      float product = float_of_half(weights[j]) * x[j];
      a[j % 16] = a[j % 16] + product;
    }
    for (size_t h = 8; h > 0; h /= 2)
      for (size_t l = 0; l < h; l++) a[l] = a[l] + a[l + h];
    y[r] = a[0];
  }
}

static void hadamard_f32(float *x, size_t count) {
  for (size_t h = 1; h < count; h *= 2)
    for (size_t i = 0; i < count; i++)
      if (!(i & h)) {
        float a = x[i], b = x[i + h];
        x[i] = a + b;
        x[i + h] = a - b;
      }
}

const ck_kernel_set ck_set_reference = {
    .name = "reference",
    .is_supported = is_supported,
    .fill_words = ck_fill_words,
    .fill_uniform_f32 = ck_fill_uniform_f32,
    .fill_coarse_f32 = ck_fill_coarse_f32,
    .fill_uniform_f64 = ck_fill_uniform_f64,
    .fill_gaussian_f32 = ck_fill_gaussian_f32,
    .gemv_b1_f32 = gemv_b1_f32,
    .hamming_b1 = hamming_b1,
    .gemv_f16_f32 = gemv_f16_f32,
    .hadamard_f32 = hadamard_f32,
    .dot_f64 = ck_dot_f64,
    .spread_f64 = ck_spread_f64,
    .stretch_f64 = ck_stretch_f64,
    .shift_f64 = ck_shift_f64,
    .round_f64 = ck_round_f64,
    .spread_round_f64 = ck_spread_round_f64,
    .advance_f64 = ck_advance_f64,
};
