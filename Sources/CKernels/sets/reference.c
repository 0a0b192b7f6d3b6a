#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// The definition, for any processor.

#include "CKernels.h"
#include "sampling.h"

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

const ck_kernel_set ck_set_reference = {
    .name = "reference",
    .is_supported = is_supported,
    .fill_words = ck_fill_words,
    .fill_uniform_f32 = ck_fill_uniform_f32,
    .fill_uniform_f64 = ck_fill_uniform_f64,
    .fill_gaussian_f32 = ck_fill_gaussian_f32,
    .gemv_b1_f32 = gemv_b1_f32,
};
