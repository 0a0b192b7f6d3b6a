#pragma STDC FP_CONTRACT OFF  // first line: no product and sum may become one rounding

// Stochastic rounding to integers in registers of 512 bits; included by sets that have them, after training.h.
//
// v / scale is replaced by v · (1 / scale), which is off by less than 2 ulp. That changes the answer only where the
// fraction lies as near to the noise as that; such a stretch of values, or one with a NaN, is done again by division.

#ifndef CK_TRAINING512_H
#define CK_TRAINING512_H

#include <immintrin.h>

#include "training.h"

static void ck_round_integers512(
    double limit, double scale, const float *noise, const double *v, double *out, size_t count) {
  const __m512d inverse = _mm512_set1_pd(1 / scale), unit = _mm512_set1_pd(scale), one = _mm512_set1_pd(1);
  const __m512d top = _mm512_set1_pd(limit), bottom = _mm512_set1_pd(-limit);
  // Magnitudes are below 2¹⁵: an error of 2 ulp is below 2⁻³⁷.
  const __m512d narrow = _mm512_set1_pd(0x1p-36);
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    __mmask8 doubtful = 0;
    __m512d result[4];
#pragma clang loop unroll(full)
    for (int j = 0; j < 4; j++) {
      // Of a NaN and a number, min and max give the second operand.
      __m512d t = _mm512_mul_pd(_mm512_loadu_pd(v + i + 8 * j), inverse);
      t = _mm512_max_pd(bottom, _mm512_min_pd(top, t));
      __m512d down = _mm512_roundscale_pd(t, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
      __m512d margin = _mm512_sub_pd(_mm512_sub_pd(t, down), _mm512_cvtps_pd(_mm256_loadu_ps(noise + i + 8 * j)));
      __mmask8 up = _mm512_cmp_pd_mask(margin, _mm512_setzero_pd(), _CMP_GT_OQ);
      doubtful |= _mm512_cmp_pd_mask(_mm512_abs_pd(margin), narrow, _CMP_NGE_UQ);
      result[j] = _mm512_mul_pd(unit, _mm512_add_pd(down, _mm512_maskz_mov_pd(up, one)));
    }
    if (__builtin_expect(doubtful != 0, 0)) {
      if (out != v) memcpy(out + i, v + i, 32 * sizeof(double));
      ck_round_integers(limit, scale, noise + i, out + i, 32, true);
      continue;
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < 4; j++) _mm512_storeu_pd(out + i + 8 * j, result[j]);
  }
  if (out != v) memcpy(out + i, v + i, (count - i) * sizeof(double));
  ck_round_integers(limit, scale, noise + i, out + i, count - i, true);
}

static void ck_round512_f64(
    const ck_number_line *line, double scale, const float *noise, const double *v, double *out, size_t count) {
  // Outside these ends products and quotients may lose digits, or the inverse may.
  if (line->is_integer && noise && scale > 0x1p-500 && scale < 0x1p500)
    ck_round_integers512(line->limit, scale, noise, v, out, count);
  else
    ck_round_f64(line, scale, noise, v, out, count);
}

#endif
